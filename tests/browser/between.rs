use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    thread,
};

/// What stands between a browser and a server.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Mood {
    /// Passes everything on.
    Clear,
    /// Answers that it is busy.
    Busy,
    /// Answers everything with a page that asks for a password.
    Portal,
    /// Passes everything on but streams, which it holds back.
    Holding,
}

/// A box between a browser and a server, as schools have them.
pub(super) struct Between {
    pub address: SocketAddr,
    mood: Arc<AtomicU8>,
}

impl Between {
    pub(super) fn start(server: SocketAddr) -> Between {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let mood = Arc::new(AtomicU8::new(Mood::Clear as u8));
        let now = Arc::clone(&mood);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let now = Arc::clone(&now);
                thread::spawn(move || pass(stream, server, &now));
            }
        });
        Between { address, mood }
    }

    /// Changes its mood, for streams that are open, too.
    pub(super) fn is(&self, mood: Mood) {
        self.mood.store(mood as u8, Ordering::Relaxed);
    }
}

/// Passes one request on, or does otherwise.
fn pass(stream: TcpStream, server: SocketAddr, mood: &AtomicU8) -> io::Result<()> {
    let is = |wanted: Mood| mood.load(Ordering::Relaxed) == wanted as u8;
    let mut asking = BufReader::new(stream.try_clone()?);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if asking.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let lower = line.to_lowercase();
        if let Some(text) = lower.strip_prefix("content-length:") {
            length = text.trim().parse().unwrap_or(0);
        }
        if !lower.starts_with("connection:") {
            head += if line == "\r\n" { "Connection: close\r\n\r\n" } else { &line };
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    asking.read_exact(&mut body)?;
    let mut back = stream;
    let refusal =
        if is(Mood::Busy) { Some("503 Busy") } else { is(Mood::Portal).then_some("200 OK") };
    if let Some(status) = refusal {
        let page = "<title>Password</title>Password, please";
        let length = page.len();
        return back.write_all(
            format!("HTTP/1.1 {status}\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{page}")
                .as_bytes(),
        );
    }
    let mut server = TcpStream::connect(server)?;
    server.write_all(head.as_bytes())?;
    server.write_all(&body)?;
    let is_stream = head.contains("/events");
    let (mut bytes, mut kept) = ([0; 16384], Vec::new());
    loop {
        let n = server.read(&mut bytes)?;
        // a stream breaks off when the mood turns against it
        if n == 0 || (is_stream && (is(Mood::Busy) || is(Mood::Portal))) {
            return Ok(());
        }
        kept.extend_from_slice(&bytes[..n]);
        if !(is_stream && is(Mood::Holding)) {
            back.write_all(&kept)?;
            kept.clear();
        }
    }
}
