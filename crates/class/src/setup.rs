//! What can go wrong before a class can be played: its folder, its file, the threads it needs.

use std::{error::Error, fmt, path::PathBuf};

/// The reason why classes cannot be kept or judged on this machine, as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SetupError {
    /// The folder for the classes cannot be made.
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the operating system says.
        cause: String,
    },
    /// Another program has the file of the classes open.
    InUse {
        /// The folder of the file.
        folder: PathBuf,
    },
    /// The file in which the classes would be kept belongs to another program.
    Foreign {
        /// The file.
        file: PathBuf,
    },
    /// The file of the classes was written by a newer version of this program.
    Newer {
        /// The file.
        file: PathBuf,
    },
    /// The file of the classes cannot be opened.
    NotOpened {
        /// The folder of the file.
        folder: PathBuf,
        /// What the database says.
        cause: String,
    },
    /// The file of the classes cannot be read.
    NotRead {
        /// What the database says.
        cause: String,
    },
    /// The thread that keeps or judges classes cannot be started.
    NoThread {
        /// What the operating system says.
        cause: String,
    },
    /// The threads that judge decisions cannot be started.
    NoThreads {
        /// What the operating system says.
        cause: String,
    },
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SetupError::Folder { folder, cause } => {
                write!(f, "the folder `{}` cannot be made: {cause}", folder.display())
            }
            SetupError::InUse { folder } => {
                write!(f, "another `excomm serve` has the classes in `{}` open", folder.display())
            }
            SetupError::Foreign { file } => write!(
                f,
                "`{}` is not a file of classes, so it was not changed; name another folder for the classes",
                file.display()
            ),
            SetupError::Newer { file } => write!(
                f,
                "`{}` was written by a newer version of this program, so it was not changed; use that version, \
                 or name another folder for the classes",
                file.display()
            ),
            SetupError::NotOpened { folder, cause } => {
                write!(f, "the classes in `{}` cannot be opened: {cause}", folder.display())
            }
            SetupError::NotRead { cause } => write!(f, "the classes cannot be read: {cause}"),
            SetupError::NoThread { cause } => write!(f, "no thread can be started: {cause}"),
            SetupError::NoThreads { cause } => write!(f, "no threads can be started: {cause}"),
        }
    }
}

impl Error for SetupError {}
