//! A server that answers exactly what a test tells it, well or badly.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// What the server does with a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// A whole answer: status, further headers, body.
    Answer(u16, Vec<(&'static str, String)>, String),
    /// Says that more is to come, and ends.
    Truncated(String),
    /// Says nothing.
    Silence,
}

impl Reply {
    pub fn json(body: impl Into<String>) -> Self {
        Self::Answer(200, vec![("content-type", "application/json".to_owned())], body.into())
    }

    pub fn status(status: u16) -> Self {
        Self::Answer(status, Vec::new(), "{}".to_owned())
    }
}

type Rule = (&'static str, VecDeque<Reply>);

/// The server. A path that begins with a rule's words gets its replies in turn, the last one for ever.
pub struct StandIn {
    pub url: String,
    rules: Arc<Mutex<Vec<Rule>>>,
    /// First lines and headers of the requests.
    pub requests: Arc<Mutex<Vec<String>>>,
}

impl StandIn {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let rules: Arc<Mutex<Vec<Rule>>> = Arc::default();
        let requests: Arc<Mutex<Vec<String>>> = Arc::default();
        let server = Self { url, rules: Arc::clone(&rules), requests: Arc::clone(&requests) };
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let (rules, requests) = (Arc::clone(&rules), Arc::clone(&requests));
                tokio::spawn(async move {
                    let mut head = Vec::new();
                    let mut buffer = [0; 4096];
                    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
                        match socket.read(&mut buffer).await {
                            Ok(0) | Err(_) => return,
                            Ok(count) => head.extend_from_slice(&buffer[..count]),
                        }
                        // The first byte of TLS: somebody speaks to us through it, and we do not.
                        if head.first() == Some(&0x16) {
                            let _ = socket.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
                            return;
                        }
                    }
                    let head = String::from_utf8_lossy(&head).into_owned();
                    let reply = choose(&rules, &head);
                    requests.lock().unwrap().push(head);
                    match reply {
                        Reply::Silence => tokio::time::sleep(std::time::Duration::from_secs(30)).await,
                        Reply::Truncated(body) => {
                            let answer =
                                format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len() + 100);
                            socket.write_all(answer.as_bytes()).await.unwrap();
                        }
                        Reply::Answer(status, headers, body) => {
                            let length = body.len();
                            let mut head = vec![format!("HTTP/1.1 {status} Status")];
                            head.extend(headers.iter().map(|(name, value)| format!("{name}: {value}")));
                            head.push(format!("content-length: {length}\r\nconnection: close\r\n\r\n{body}"));
                            socket.write_all(head.join("\r\n").as_bytes()).await.unwrap();
                        }
                    }
                });
            }
        });
        server
    }

    /// What a path that begins so gets; later rules go before earlier ones.
    pub fn on(&self, start: &'static str, replies: impl IntoIterator<Item = Reply>) -> &Self {
        self.rules.lock().unwrap().insert(0, (start, replies.into_iter().collect()));
        self
    }

    /// The paths that were asked for.
    pub fn paths(&self) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        requests.iter().filter_map(|head| head.split(' ').nth(1)).map(str::to_owned).collect()
    }
}

fn choose(rules: &Mutex<Vec<Rule>>, head: &str) -> Reply {
    let path = head.split(' ').nth(1).unwrap_or_default();
    let mut rules = rules.lock().unwrap();
    let Some((_, replies)) = rules.iter_mut().find(|(start, _)| path.starts_with(start)) else {
        return Reply::status(404);
    };
    if replies.len() > 1 { replies.pop_front().unwrap() } else { replies.front().cloned().unwrap_or(Reply::Silence) }
}
