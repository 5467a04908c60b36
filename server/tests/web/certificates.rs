//! Certificates: the server's own, which is renewed while it runs, and those of who is told.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::routing::post;
use rcgen::{CertifiedKey, KeyPair};
use sanh_server::config::{Config, Secret};
use sanh_server::outbox::{Letter, transports};
use sanh_server::web::listen::{ConnectionLimits, listen};
use sanh_server::web::tls::Tls;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tokio_util::sync::CancellationToken;

use super::hall::{Hall, NOW, at, config};

/// A certificate for this machine, in files.
struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    fn new(made: &CertifiedKey<KeyPair>) -> Self {
        let folder = tempfile::TempDir::new().expect("a folder");
        let it = Self { folder };
        it.renew(made);
        it
    }

    fn renew(&self, made: &CertifiedKey<KeyPair>) {
        std::fs::write(self.cert(), made.cert.pem()).expect("written");
        std::fs::write(self.key(), made.signing_key.serialize_pem()).expect("written");
    }

    fn cert(&self) -> PathBuf {
        self.folder.path().join("cert.pem")
    }

    fn key(&self) -> PathBuf {
        self.folder.path().join("key.pem")
    }

    fn settings(&self) -> Config {
        Config {
            tls_cert: self.cert(),
            tls_key: self.key(),
            ..config()
        }
    }
}

fn made() -> CertifiedKey<KeyPair> {
    rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate")
}

/// A server with this certificate; cut when the token is dropped.
async fn serving(router: Router, tls: &Tls) -> (SocketAddr, CancellationToken) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let shutdown = CancellationToken::new();
    tokio::spawn(listen(
        listener,
        router,
        Some(tls.acceptor()),
        ConnectionLimits::from(&config()),
        shutdown.clone(),
    ));
    (address, shutdown)
}

/// Whether a server shows this certificate.
async fn shows(address: SocketAddr, made: &CertifiedKey<KeyPair>) -> bool {
    let mut roots = RootCertStore::empty();
    let root = CertificateDer::from(made.cert.der().to_vec());
    roots.add(root).expect("a root");
    let client = ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").expect("a name");
    let stream = TcpStream::connect(address).await.expect("a connection");
    let connector = TlsConnector::from(Arc::new(client));
    connector.connect(name, stream).await.is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewed_certificate_is_shown_without_a_restart_and_a_broken_one_never() {
    let (old, new) = (made(), made());
    let files = Files::new(&old);
    let tls = Tls::of(&files.settings()).expect("usable").expect("HTTPS");
    let (address, _shutdown) = serving(Router::new(), &tls).await;
    assert!(shows(address, &old).await);
    for is_asked in [false, true] {
        let is_other = tls.read_again(is_asked).expect("usable");
        assert!(!is_other, "it is the same");
    }

    // A renewal writes the two files one after the other.
    std::fs::write(files.cert(), new.cert.pem()).expect("written");
    let error = tls.read_again(true).expect_err("the key is another's");
    assert!(error.0.contains("cert.pem"), "{error}");
    assert!(shows(address, &old).await);
    files.renew(&new);
    assert!(tls.read_again(true).expect("usable"));
    assert!(shows(address, &new).await);
    assert!(!shows(address, &old).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn hsts_is_sent_over_https_by_the_server_or_its_proxy() {
    const NAME: &str = "strict-transport-security";
    let https = Config {
        public_url: "https://hcc.example.vn".to_owned(),
        ..config()
    };
    let hall = Hall::with(https, at(NOW)).await;
    assert!(hall.get("/board").await.headers.contains_key(NAME));
    let plain = Config {
        public_url: "http://10.1.2.3".to_owned(),
        ..config()
    };
    let hall = Hall::with(plain, at(NOW)).await;
    assert!(!hall.get("/board").await.headers.contains_key(NAME));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_with_a_private_authority_is_trusted_if_the_settings_name_it() {
    let gateway = made();
    let files = Files::new(&gateway);
    let tls = Tls::of(&files.settings()).expect("usable").expect("HTTPS");
    let router = Router::new().route("/told", post(async || "taken"));
    let (address, _shutdown) = serving(router, &tls).await;
    let url = format!("https://localhost:{}/told", address.port());
    assert!(is_told(&url, Some(&files.cert())).await);
    assert!(
        !is_told(&url, None).await,
        "the system knows no such authority"
    );
}

/// Whether a letter comes to a gateway.
async fn is_told(url: &str, ca_file: Option<&Path>) -> bool {
    let settings = Config {
        webhook_url: url.to_owned(),
        webhook_secret: Secret("a secret of sixteen and more".to_owned()),
        ca_file: ca_file.map(Path::to_owned).unwrap_or_default(),
        ..config()
    };
    let letter = Letter {
        key: "4711".to_owned(),
        kind: "receive",
        code: "H49.1-261123-0001".to_owned(),
        occurred_at: at(NOW),
        phone: "0912345678".to_owned(),
        email: String::new(),
        subject: "Hồ sơ".to_owned(),
        text: "Hồ sơ".to_owned(),
        stop: None,
    };
    let transports = transports(&settings).expect("usable");
    transports[0].send(&letter).await.is_ok()
}

#[test]
fn authorities_that_cannot_be_read_are_named_before_anything_is_sent() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let file = folder.path().join("ca.pem");
    std::fs::write(&file, "nothing").expect("written");
    let settings = |ca_file: &Path| Config {
        smtp_url: Secret("smtps://mail.example.vn".to_owned()),
        mail_from: "hcc@example.vn".to_owned(),
        ca_file: ca_file.to_owned(),
        ..config()
    };
    for ca_file in [&file, &folder.path().join("none.pem")] {
        let refused = transports(&settings(ca_file)).err().map(|error| error.0);
        let said = refused.unwrap_or_default();
        assert!(said.starts_with("--ca-file"), "{said}");
    }
    let made = made();
    std::fs::write(&file, made.cert.pem()).expect("written");
    assert!(transports(&settings(&file)).is_ok());
}
