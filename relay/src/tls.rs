//! The relay's own TLS: its certificate files, and the handshake before anything else is heard.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject as _};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig};

/// The only protocol spoken above it.
const ALPN: &[u8] = b"http/1.1";

/// The files of a certificate, in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate of this relay, then those that lead to its authority.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file that cannot be read, or is not what it should be.
    #[error("the file {file} cannot be used: {source}")]
    File {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        source: pem::Error,
    },
    /// A certificate file without certificates.
    #[error("the file {file} holds no certificate")]
    Empty {
        /// The file.
        file: PathBuf,
    },
    /// Certificate and key do not serve together.
    #[error("the certificate and its key do not serve: {0}")]
    Refused(#[from] rustls::Error),
}

/// The certificate in use. Another may take its place while sessions go on with the one before.
#[derive(Debug)]
pub(crate) struct Tls {
    files: TlsFiles,
    current: RwLock<Arc<ServerConfig>>,
}

impl Tls {
    pub(crate) fn read(files: TlsFiles) -> Result<Self, TlsError> {
        let current = RwLock::new(config(&files)?);
        Ok(Self { files, current })
    }

    /// Reads the files again. What cannot be used changes nothing.
    pub(crate) fn reload(&self) -> Result<(), TlsError> {
        let fresh = config(&self.files)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// What greets the next connection.
    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&current).into()
    }
}

fn config(files: &TlsFiles) -> Result<Arc<ServerConfig>, TlsError> {
    let chain = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|source| unusable(&files.certificate, source))?;
    if chain.is_empty() {
        return Err(TlsError::Empty {
            file: files.certificate.clone(),
        });
    }
    let key =
        PrivateKeyDer::from_pem_file(&files.key).map_err(|source| unusable(&files.key, source))?;
    // TLS 1.2 and 1.3: rustls speaks nothing older.
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![ALPN.to_vec()];
    Ok(Arc::new(config))
}

fn unusable(file: &Path, source: pem::Error) -> TlsError {
    TlsError::File {
        file: file.to_owned(),
        source,
    }
}
