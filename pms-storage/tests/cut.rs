//! COMMIT reaches the server and its answer never comes back: with keys, nothing is lost or doubled.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it saw"
)]

mod bench;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use bench::work::Work;
use bench::{fresh, server};
use pms_core::store::{CommitError, Store};
use pms_storage::postgres::Postgres;
use sqlx::postgres::PgConnectOptions;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Stands between store and server. Where armed, it passes the next COMMIT on, waits for the server
/// to say that it is done, keeps that to itself and cuts the connection.
#[derive(Default)]
struct Proxy {
    armed: AtomicBool,
    cuts: AtomicU64,
}

impl Proxy {
    async fn serve(self: Arc<Self>, listener: TcpListener, server: String) {
        while let Ok((client, _)) = listener.accept().await {
            let upstream = TcpStream::connect(&server).await.unwrap();
            tokio::spawn(Arc::clone(&self).pass(client, upstream));
        }
    }

    async fn pass(self: Arc<Self>, mut client: TcpStream, mut server: TcpStream) {
        let (mut asked, mut said) = (vec![0; 65_536], vec![0; 65_536]);
        loop {
            tokio::select! {
                read = client.read(&mut asked) => {
                    let Ok(read @ 1..) = read else { return };
                    let commits = asked[..read].windows(7).any(|bytes| bytes == b"commit\0");
                    let cut = commits && self.armed.swap(false, Ordering::SeqCst);
                    if server.write_all(&asked[..read]).await.is_err() {
                        return;
                    }
                    if cut {
                        let _done = server.read(&mut said).await;
                        self.cuts.fetch_add(1, Ordering::SeqCst);
                        return;
                    }
                }
                read = server.read(&mut said) => {
                    let Ok(read @ 1..) = read else { return };
                    if client.write_all(&said[..read]).await.is_err() {
                        return;
                    }
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a3_a_commit_whose_answer_is_cut_200_times_is_kept_once_on_postgres() {
    let Some(url) = server("cutting the answers of postgres") else {
        return;
    };
    let options: PgConnectOptions = url.parse().unwrap();
    let upstream = format!("{}:{}", options.get_host(), options.get_port());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let proxy = Arc::new(Proxy::default());
    tokio::spawn(Arc::clone(&proxy).serve(listener, upstream));
    let through = options.host("127.0.0.1").port(port);
    let pool = sqlx::PgPool::connect_with(through).await.unwrap();
    let store = Postgres::on(pool).await.unwrap();
    let work = Work::new(fresh());
    for n in 0..200 {
        proxy.armed.store(true, Ordering::SeqCst);
        let cut = store.commit(work.nth(n, 0)).await;
        assert_eq!(cut, Err(CommitError::Unknown), "batch {n}");
        let told = bench::work::insist(&store, &work.nth(n, 0)).await.unwrap();
        assert_eq!(told.version(work.visit(n)), Some(1));
    }
    assert_eq!(proxy.cuts.load(Ordering::SeqCst), 200);
    work.all_kept(&store, 200, 1).await;
}
