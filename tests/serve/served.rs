use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
};

/// The program, serving a folder, and what it printed.
pub(crate) struct Served {
    child: Child,
    pub address: SocketAddr,
    pub code: String,
    /// The path of the teacher's page.
    pub desk: String,
    /// The path of the page for the wall.
    pub wall: String,
}

impl Served {
    /// Starts it; port 0 takes a free one.
    pub(crate) fn start(folder: &Path, listen: &str) -> Served {
        Served::start_with(folder, listen, &[])
    }

    /// Starts it with more that is asked for.
    pub(crate) fn start_with(folder: &Path, listen: &str, more: &[&str]) -> Served {
        let mut child = Command::new(env!("CARGO_BIN_EXE_excomm"))
            .args(["serve", "--seed", "8", "--worlds", "20", "--listen", listen, "--data"])
            .arg(folder)
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut line =
            |start: &str| lines.find(|line| line.trim_start().starts_with(start)).unwrap();
        let (pupils, teacher, wall) = (line("Pupils:"), line("Teacher:"), line("Wall:"));
        let (page, code) = pupils.split_once("   code ").unwrap();
        let address = page.split("http://").nth(1).unwrap().trim_end_matches('/');
        let path = |line: &str| line.split(address).nth(1).unwrap().to_owned();
        Served {
            child,
            address: address.parse().unwrap(),
            code: code.to_owned(),
            desk: path(&teacher),
            wall: path(&wall),
        }
    }

    /// Stops it as Ctrl-C does; returns its exit code.
    #[cfg(unix)]
    pub(crate) fn interrupt(mut self) -> Option<i32> {
        let signal = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        assert!(signal.unwrap().success());
        self.child.wait().unwrap().code()
    }

    /// Stops it as a power cut would.
    pub(crate) fn kill(self) {
        drop(self);
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
