//! The road to a relay: straight or through an office's proxy, plain or under TLS.
//!
//! The authorities are the system's, not a list of our own: an office installs there the one of its
//! own relay, and that of a proxy that looks into what passes.

use std::path::PathBuf;
use std::sync::Arc;

use contract::Code;
use hyper::client::conn::http1;
use hyper::{Request, StatusCode, header};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite;
use tokio_tungstenite::tungstenite::http::Uri;
use tokio_tungstenite::tungstenite::http::uri::Authority;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// The file of authorities to believe besides the system's.
const EXTRA_ROOTS: &str = "COTEJO_EXTRA_ROOTS";
/// A proxy's answer to CONNECT, in bytes. hyper allows no less.
const PROXY_ANSWER_BYTES_MAX: usize = 8 * 1_024;

/// What lies between this computer and its relays.
#[derive(Debug, Clone)]
pub struct Network {
    proxies: Arc<Matcher>,
    extra_roots: Option<PathBuf>,
}

impl Default for Network {
    /// No proxy, and the system's authorities.
    fn default() -> Self {
        Self {
            proxies: Arc::new(Matcher::builder().build()),
            extra_roots: None,
        }
    }
}

impl Network {
    /// As the environment says, which curl reads alike: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and
    /// `NO_PROXY`, or the same in small letters; and `COTEJO_EXTRA_ROOTS`, a file of certificates in
    /// PEM to believe besides the system's.
    pub fn from_env() -> Self {
        Self {
            proxies: Arc::new(Matcher::from_env()),
            extra_roots: std::env::var_os(EXTRA_ROOTS)
                .filter(|file| !file.is_empty())
                .map(PathBuf::from),
        }
    }

    /// Through the proxy of this address, but for the hosts of `except` (as in `NO_PROXY`).
    #[must_use]
    pub fn through(mut self, proxy: &str, except: &str) -> Self {
        let proxies = Matcher::builder().all(proxy).no(except);
        self.proxies = Arc::new(proxies.build());
        self
    }

    /// Believing a file of authorities too.
    #[must_use]
    pub fn believing(mut self, extra_roots: PathBuf) -> Self {
        self.extra_roots = Some(extra_roots);
        self
    }

    /// The proxy that leads to a host, if any does. This computer itself is never behind one.
    fn proxy_to(&self, target: &Target) -> Option<Intercept> {
        let ip = target.name().parse::<std::net::IpAddr>();
        let is_here = ip.map_or(target.host == "localhost", |ip| ip.is_loopback());
        if is_here {
            return None;
        }
        // the variables are named after what they were made for
        let scheme = if target.is_tls { "https" } else { "http" };
        let url = format!("{scheme}://{}:{}/", target.host, target.port);
        self.proxies.intercept(&url.parse().ok()?)
    }

    /// What verifies a server. Read again each time: an authority that was just installed counts.
    fn tls(&self) -> Result<Arc<ClientConfig>, rustls::Error> {
        let mut roots = RootCertStore::empty();
        let native = rustls_native_certs::load_native_certs();
        for error in native.errors {
            tracing::warn!(%error, "some authorities of the system could not be read");
        }
        roots.add_parsable_certificates(native.certs);
        if let Some(file) = &self.extra_roots {
            match CertificateDer::pem_file_iter(file)
                .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            {
                Ok(extra) => {
                    roots.add_parsable_certificates(extra);
                }
                Err(error) => {
                    tracing::error!(%error, file = %file.display(), "the file of COTEJO_EXTRA_ROOTS cannot be used");
                }
            }
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Arc::new(config))
    }
}

/// Why a relay was not reached.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DialError {
    #[error("the address is not one of a relay")]
    Address,
    #[error("nobody answers: {0}")]
    Unreachable(#[source] std::io::Error),
    #[error("what answers is no relay: {0}")]
    NotRelay(#[source] Box<tungstenite::Error>),
    #[error("who answers is not believed: {0}")]
    Untrusted(#[source] rustls::Error),
    #[error("TLS cannot be spoken here: {0}")]
    Tls(#[source] rustls::Error),
    #[error("the proxy does not answer: {0}")]
    ProxyUnreachable(#[source] std::io::Error),
    #[error("the proxy is of a kind that is not spoken: {0}")]
    ProxyKind(String),
    #[error("the proxy asks for a name and a password")]
    ProxyPassword,
    #[error("the proxy refuses, with {0}")]
    ProxyRefused(StatusCode),
    #[error("what answers is no proxy: {0}")]
    NotProxy(#[source] hyper::Error),
}

impl DialError {
    /// What a person is told.
    pub(crate) fn code(&self) -> Code {
        match self {
            Self::Address | Self::Unreachable(_) | Self::NotRelay(_) | Self::Tls(_) => {
                Code::RelayUnreachable
            }
            Self::Untrusted(_) => Code::RelayUntrusted,
            Self::ProxyUnreachable(_) | Self::ProxyKind(_) | Self::NotProxy(_) => {
                Code::ProxyUnreachable
            }
            Self::ProxyPassword => Code::ProxyPassword,
            Self::ProxyRefused(_) => Code::ProxyRefused,
        }
    }
}

/// What carries bytes both ways.
pub(crate) trait Road: AsyncRead + AsyncWrite + Send + Unpin {}
impl<R: AsyncRead + AsyncWrite + Send + Unpin> Road for R {}

/// A host and how to speak to it.
struct Target {
    /// As it is written in an address: an IPv6 one in brackets.
    host: String,
    port: u16,
    is_tls: bool,
}

impl Target {
    fn new(uri: &Uri, secure: &str) -> Option<Self> {
        let is_tls = uri.scheme_str()? == secure;
        let port = uri.port_u16().unwrap_or(if is_tls { 443 } else { 80 });
        Some(Self {
            host: uri.host()?.to_owned(),
            port,
            is_tls,
        })
    }

    /// Without brackets.
    fn name(&self) -> &str {
        let inside = self
            .host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'));
        inside.unwrap_or(&self.host)
    }

    async fn connect(&self) -> std::io::Result<TcpStream> {
        let stream = TcpStream::connect((self.name(), self.port)).await?;
        // frames are whole: waiting for company would only make them late
        stream.set_nodelay(true)?;
        Ok(stream)
    }
}

/// Comes to the relay at `address` and opens its WebSocket.
pub(crate) async fn dial(
    network: &Network,
    address: &str,
    config: WebSocketConfig,
) -> Result<WebSocketStream<Box<dyn Road>>, DialError> {
    let uri: Uri = address.parse().map_err(|_| DialError::Address)?;
    let target = Target::new(&uri, "wss").ok_or(DialError::Address)?;
    let mut road: Box<dyn Road> = match network.proxy_to(&target) {
        None => Box::new(target.connect().await.map_err(DialError::Unreachable)?),
        Some(proxy) => through(network, &proxy, &target).await?,
    };
    if target.is_tls {
        road = cover(network, road, target.name(), DialError::Unreachable).await?;
    }
    let (socket, _) = tokio_tungstenite::client_async_with_config(uri, road, Some(config))
        .await
        .map_err(|error| DialError::NotRelay(Box::new(error)))?;
    Ok(socket)
}

/// Puts TLS over a road.
async fn cover(
    network: &Network,
    road: Box<dyn Road>,
    name: &str,
    broken: fn(std::io::Error) -> DialError,
) -> Result<Box<dyn Road>, DialError> {
    let name = ServerName::try_from(name.to_owned()).map_err(|_| DialError::Address)?;
    let reader = network.clone();
    let config = tokio::task::spawn_blocking(move || reader.tls())
        .await
        .map_err(|error| DialError::Unreachable(std::io::Error::other(error)))?
        .map_err(DialError::Tls)?;
    match TlsConnector::from(config).connect(name, road).await {
        Ok(stream) => Ok(Box::new(stream)),
        Err(error) => {
            let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
            Err(match inner {
                Some(why @ rustls::Error::InvalidCertificate(_)) => {
                    DialError::Untrusted(why.clone())
                }
                Some(_) | None => broken(error),
            })
        }
    }
}

/// Asks a proxy for a road to the target.
async fn through(
    network: &Network,
    proxy: &Intercept,
    target: &Target,
) -> Result<Box<dyn Road>, DialError> {
    let at = match proxy.uri().scheme_str() {
        Some("http" | "https") => Target::new(proxy.uri(), "https"),
        other => return Err(DialError::ProxyKind(other.unwrap_or_default().to_owned())),
    };
    let at = at.ok_or(DialError::Address)?;
    let mut road: Box<dyn Road> =
        Box::new(at.connect().await.map_err(DialError::ProxyUnreachable)?);
    if at.is_tls {
        road = cover(network, road, at.name(), DialError::ProxyUnreachable).await?;
    }
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(PROXY_ANSWER_BYTES_MAX)
        .handshake(TokioIo::new(road))
        .await
        .map_err(DialError::NotProxy)?;
    // It carries the conversation until the proxy lets through; then the road is ours.
    tokio::spawn(async move {
        if let Err(error) = connection.with_upgrades().await {
            tracing::debug!(%error, "the conversation with the proxy ended");
        }
    });
    let authority: Authority = format!("{}:{}", target.host, target.port)
        .parse()
        .map_err(|_| DialError::Address)?;
    let mut request = Request::connect(authority.as_str()).header(header::HOST, authority.as_str());
    if let Some(credentials) = proxy.basic_auth() {
        request = request.header(header::PROXY_AUTHORIZATION, credentials);
    }
    let request = request
        .body(String::new())
        .map_err(|_| DialError::Address)?;
    let answer = sender
        .send_request(request)
        .await
        .map_err(DialError::NotProxy)?;
    match answer.status() {
        StatusCode::PROXY_AUTHENTICATION_REQUIRED => Err(DialError::ProxyPassword),
        status if status.is_success() => {
            let road = hyper::upgrade::on(answer)
                .await
                .map_err(DialError::NotProxy)?;
            Ok(Box::new(TokioIo::new(road)))
        }
        status => Err(DialError::ProxyRefused(status)),
    }
}
