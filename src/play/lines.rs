//! The lines somebody types, which end when they end or when the program is told to stop.

use std::{
    io::{self, BufRead},
    process,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
};

/// Returns the lines of standard input. When the program is told to stop, as by Ctrl-C, the flag is set
/// and no more come, not even those that were typed before.
pub(super) fn typed(
    stopped: &Arc<AtomicBool>,
) -> io::Result<impl Iterator<Item = io::Result<String>> + use<>> {
    let (reader, lines) = mpsc::sync_channel(1);
    let (waker, flag) = (reader.clone(), Arc::clone(stopped));
    // refused only where a game was played before in this process, whose handler stands
    _ = ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            #[expect(clippy::exit, reason = "who asks twice does not want to wait")]
            process::exit(130);
        }
        // wakes whoever waits for a line; if one is there already, nobody waits
        _ = waker.try_send(None);
    });
    // a signal does not end a read that waits for a key
    thread::Builder::new().spawn(move || {
        // a byte that is no UTF-8 makes a line unknown, and ends nothing
        for line in io::stdin().lock().split(b'\n') {
            let text = line.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            if reader.send(Some(text)).is_err() {
                return;
            }
        }
        _ = reader.send(None);
    })?;
    let flag = Arc::clone(stopped);
    Ok(lines.into_iter().map_while(move |line| line.filter(|_| !flag.load(Ordering::Relaxed))))
}
