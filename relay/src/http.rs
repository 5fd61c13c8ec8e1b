//! The relay's pages: `/socket` for devices, `/health` and `/metrics` for whoever keeps it running.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, Request, State};
use axum::http::header::{
    CONNECTION, CONTENT_TYPE, ORIGIN, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_VERSION, UPGRADE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use sha1::{Digest as _, Sha1};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_rustls::server::TlsStream;

use crate::door::Seat;
use crate::session::{self, Context};
use crate::stream::Stream;

/// RFC 6455, 1.3.
const ACCEPT_SUFFIX: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/// Bytes of the random key of a WebSocket request.
const KEY_BYTES: usize = 16;
/// The content type of Prometheus' text.
const METRICS_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Whom a proxy forwards: the last hop is the one it saw itself.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Kept by every session; when all are gone the relay may end.
pub(crate) type Alive = mpsc::Sender<()>;

/// The pages.
pub(crate) fn router(context: Arc<Context>, alive: Alive) -> Router {
    Router::new()
        .route("/socket", get(socket))
        .route("/health", get(health))
        .route("/metrics", get(metrics))
        .with_state(Pages { context, alive })
}

#[derive(Clone)]
struct Pages {
    context: Arc<Context>,
    alive: Alive,
}

async fn socket(
    State(pages): State<Pages>,
    Extension(seat): Extension<Arc<Seat>>,
    mut request: Request,
) -> Response {
    let headers = request.headers();
    // Our devices are programs and send none; a browser always does, whatever page it is on.
    if headers.contains_key(ORIGIN) {
        pages.context.metrics.turned_away.inc();
        return refuse(StatusCode::FORBIDDEN, "not from a browser");
    }
    let seat = match who(headers, seat) {
        Ok(seat) => seat,
        Err((status, words)) => {
            pages.context.metrics.turned_away.inc();
            return refuse(status, words);
        }
    };
    if seat.is_blamed(std::time::Instant::now()) {
        pages.context.metrics.turned_away.inc();
        return refuse(
            StatusCode::TOO_MANY_REQUESTS,
            "too many failed proofs; wait a moment",
        );
    }
    let wants = names(headers, &UPGRADE, "websocket") && names(headers, &CONNECTION, "upgrade");
    if !wants
        || headers
            .get(SEC_WEBSOCKET_VERSION)
            .is_none_or(|version| version != "13")
    {
        let mut response = refuse(StatusCode::UPGRADE_REQUIRED, "a WebSocket, version 13");
        let version = HeaderValue::from_static("13");
        response
            .headers_mut()
            .insert(SEC_WEBSOCKET_VERSION, version);
        return response;
    }
    let Some(accept) = headers.get(SEC_WEBSOCKET_KEY).and_then(accept) else {
        return refuse(StatusCode::BAD_REQUEST, "the WebSocket key is not one");
    };
    let upgrade = hyper::upgrade::on(&mut request);
    tokio::spawn(attend(pages, upgrade, seat));
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
    response
}

async fn attend(pages: Pages, upgrade: OnUpgrade, seat: Arc<Seat>) {
    let Pages { context, alive } = pages;
    let upgraded = match upgrade.await {
        Ok(upgraded) => upgraded,
        Err(error) => {
            tracing::debug!(%error, "the connection was gone before its upgrade");
            return;
        }
    };
    // Out of hyper altogether: the bare socket needs no buffers while it is quiet.
    let (stream, early) = match upgraded.downcast::<TokioIo<TcpStream>>() {
        Ok(parts) => (Stream::from(parts.io.into_inner()), parts.read_buf.to_vec()),
        Err(upgraded) => {
            let Ok(parts) = upgraded.downcast::<TokioIo<TlsStream<TcpStream>>>() else {
                tracing::error!("the upgraded connection is not a socket of ours");
                return;
            };
            (Stream::from(parts.io.into_inner()), parts.read_buf.to_vec())
        }
    };
    session::attend(context, stream, early, seat).await;
    drop(alive);
}

/// Whose seat a request takes. A header of anybody but a trusted proxy is not looked at, and of a
/// proxy's only the last hop, which it wrote: what stands before it came with the request.
fn who(headers: &HeaderMap, seat: Arc<Seat>) -> Result<Arc<Seat>, (StatusCode, &'static str)> {
    if !seat.is_proxy() {
        return Ok(seat);
    }
    let last = headers.get_all(FORWARDED_FOR).iter().next_back();
    let hop = last
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .map(str::trim);
    let ip = hop.and_then(|hop| {
        let alone = hop.parse::<IpAddr>().ok();
        alone.or_else(|| Some(hop.parse::<SocketAddr>().ok()?.ip()))
    });
    let Some(ip) = ip else {
        return Err((
            StatusCode::BAD_REQUEST,
            "the proxy does not say for whom: it must set X-Forwarded-For",
        ));
    };
    seat.forwarded(ip).ok_or((
        StatusCode::TOO_MANY_REQUESTS,
        "this address has all the connections it may",
    ))
}

async fn health(State(pages): State<Pages>) -> Response {
    let (status, body) = if *pages.context.stop.borrow() {
        (StatusCode::SERVICE_UNAVAILABLE, r#"{"status":"stopping"}"#)
    } else if pages.context.metrics.is_healthy() {
        (StatusCode::OK, r#"{"status":"ok"}"#)
    } else {
        (
            StatusCode::SERVICE_UNAVAILABLE,
            r#"{"status":"not keeping"}"#,
        )
    };
    (status, [(CONTENT_TYPE, "application/json")], body).into_response()
}

async fn metrics(State(pages): State<Pages>) -> Response {
    match pages.context.metrics.text() {
        Ok(text) => ([(CONTENT_TYPE, METRICS_TYPE)], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the metrics could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn refuse(status: StatusCode, words: &'static str) -> Response {
    (status, words).into_response()
}

/// Whether a header that lists names has this one, in any case.
fn names(headers: &HeaderMap, header: &HeaderName, name: &str) -> bool {
    headers
        .get_all(header)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|found| found.trim().eq_ignore_ascii_case(name))
}

/// The answer to a WebSocket key (RFC 6455, 4.2.2); none if it is not a key.
fn accept(key: &HeaderValue) -> Option<HeaderValue> {
    if STANDARD.decode(key.as_bytes()).ok()?.len() != KEY_BYTES {
        return None;
    }
    let mut digest = Sha1::new();
    digest.update(key.as_bytes());
    digest.update(ACCEPT_SUFFIX);
    HeaderValue::from_str(&STANDARD.encode(digest.finalize())).ok()
}
