//! The lines somebody types, which end when they end or when the program is told to stop.

use std::{
    io, process,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
};

/// Returns the lines of standard input, up to Ctrl-C: then the flag is set and no more come.
pub(super) fn typed(
    stopped: &Arc<AtomicBool>,
) -> io::Result<impl Iterator<Item = io::Result<String>> + use<>> {
    let (reader, lines) = mpsc::channel();
    let (stop, flag) = (reader.clone(), Arc::clone(stopped));
    // a second handler is refused, and the first stands
    _ = ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            #[expect(clippy::exit, reason = "who asks twice does not want to wait")]
            process::exit(130);
        }
        _ = stop.send(None);
    });
    // a signal does not end a read that waits for a key
    thread::Builder::new().spawn(move || {
        for line in io::stdin().lines() {
            if reader.send(Some(line)).is_err() {
                return;
            }
        }
        _ = reader.send(None);
    })?;
    Ok(lines.into_iter().map_while(|line| line))
}
