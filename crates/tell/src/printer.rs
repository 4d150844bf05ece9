//! Where everything is printed: data to standard output, all else to standard error.

use std::{
    cell::RefCell,
    io::{self, BufRead, BufWriter, IsTerminal, Write},
    rc::Rc,
};

use anstream::{AutoStream, ColorChoice, StripStream};
use anstyle::Style;

use super::{style::styled, words};

/// The width of lines where no terminal says otherwise.
const WIDTH: usize = 80;

/// The most that one line holds, however wide the terminal: longer lines are hard to read.
const WIDEST: usize = 100;

/// The rows of a screen where no terminal says otherwise.
const ROWS: usize = 24;

/// Prints lines, in colour if a terminal asks for it, wrapped to its width.
pub struct Printer {
    to: Box<dyn Write>,
    width: usize,
}

/// A text that is printed into.
#[derive(Clone, Default)]
pub struct Text(Rc<RefCell<Vec<u8>>>);

impl Text {
    /// Returns the lines printed so far.
    pub fn lines(&self) -> Vec<String> {
        String::from_utf8_lossy(&self.0.borrow()).lines().map(str::to_owned).collect()
    }
}

impl Write for Text {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A screen that is filled page by page.
struct Pages {
    to: Box<dyn Write>,
    from: Box<dyn BufRead>,
    /// Lines of a page, and how many are left of this one.
    rows: usize,
    left: usize,
}

impl Pages {
    fn new(to: Box<dyn Write>, from: Box<dyn BufRead>, rows: usize) -> Pages {
        let rows = rows.saturating_sub(2).max(1);
        Pages { to, from, rows, left: rows }
    }

    /// Waits until the next page is wanted.
    fn turn(&mut self) -> io::Result<()> {
        write!(self.to, "-- Enter shows more, q ends --")?;
        self.to.flush()?;
        let mut typed = String::new();
        self.from.read_line(&mut typed)?;
        self.left = self.rows;
        let ends = typed.trim().eq_ignore_ascii_case("q");
        if ends { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
    }
}

impl Write for Pages {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            if self.left == 0 {
                self.turn()?;
            }
            self.to.write_all(line)?;
            self.left -= usize::from(line.ends_with(b"\n"));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Printer {
    /// Prints to standard output.
    #[must_use]
    pub fn stdout() -> Printer {
        let out = io::stdout();
        let choice = AutoStream::choice(&out);
        let width = terminal_size::terminal_size_of(&out).map(|(width, _)| usize::from(width.0));
        let to: Box<dyn Write> =
            if out.is_terminal() { Box::new(out) } else { Box::new(BufWriter::new(out)) };
        Printer::new(to, choice, width)
    }

    /// Prints to standard error.
    #[must_use]
    pub fn stderr() -> Printer {
        let err = io::stderr();
        let choice = AutoStream::choice(&err);
        let width = terminal_size::terminal_size_of(&err).map(|(width, _)| usize::from(width.0));
        Printer::new(Box::new(err), choice, width)
    }

    /// Prints to standard output a screenful at a time: Enter shows the next, `q` and Enter ends it as a pipe
    /// that is closed.
    #[must_use]
    pub fn by_pages() -> Printer {
        let out = io::stdout();
        let choice = AutoStream::choice(&out);
        let (width, rows) = terminal_size::terminal_size_of(&out)
            .map_or((None, ROWS), |(width, rows)| (Some(width.0.into()), rows.0.into()));
        let pages = Pages::new(Box::new(out), Box::new(io::stdin().lock()), rows);
        Printer::new(Box::new(pages), choice, width)
    }

    /// Prints into a text, without colour, in lines of a width.
    #[must_use]
    pub fn text(width: usize) -> (Printer, Text) {
        let text = Text::default();
        let to: Box<dyn Write> =
            Box::new(StripStream::new(Box::new(text.clone()) as Box<dyn Write>));
        (Printer { to, width }, text)
    }

    fn new(to: Box<dyn Write>, choice: ColorChoice, width: Option<usize>) -> Printer {
        let to = match choice {
            ColorChoice::Never => Box::new(StripStream::new(to)) as Box<dyn Write>,
            _ => to,
        };
        Printer { to, width: width.unwrap_or(WIDTH).clamp(40, WIDEST) }
    }

    /// Returns the width of a line.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Prints one line as it is.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.to, "{text}")
    }

    /// Prints text as it is, such as a reference in Markdown.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn raw(&mut self, text: &str) -> io::Result<()> {
        self.to.write_all(text.as_bytes())
    }

    /// Prints a paragraph, wrapped: the first line after `first`, the others after blanks of its
    /// width.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn paragraph(&mut self, first: &str, text: &str, style: Style) -> io::Result<()> {
        let rest = " ".repeat(textwrap::core::display_width(first));
        self.hang(first, &rest, text, style)
    }

    /// Prints a paragraph, wrapped: the first line after `first`, the others after `rest`.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn hang(&mut self, first: &str, rest: &str, text: &str, style: Style) -> io::Result<()> {
        let indent = textwrap::core::display_width(first);
        for (i, line) in words::wrap(text, self.width.saturating_sub(indent)).iter().enumerate() {
            let before = if i == 0 { first } else { rest };
            writeln!(self.to, "{before}{}", styled(style, line))?;
        }
        Ok(())
    }

    /// Prints a line with a label in colour: `error: message`.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn label(&mut self, style: Style, label: &str, text: &str) -> io::Result<()> {
        writeln!(self.to, "{}: {text}", styled(style, label))
    }

    /// Lets everything printed so far be seen.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paged(typed: &'static str) -> (io::Result<()>, String) {
        let text = Text::default();
        let mut pages = Pages::new(Box::new(text.clone()), Box::new(typed.as_bytes()), 4);
        let written = (1..=5).try_for_each(|line| writeln!(pages, "line {line}"));
        (written, text.lines().join("|"))
    }

    #[test]
    fn a_page_waits_for_enter_and_says_so() {
        let (written, text) = paged("\n\n");
        assert!(written.is_ok());
        let turn = "-- Enter shows more, q ends --";
        assert_eq!(text, format!("line 1|line 2|{turn}line 3|line 4|{turn}line 5"));
    }

    #[test]
    fn q_ends_it() {
        let (written, text) = paged("q\n");
        assert_eq!(written.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        assert!(text.starts_with("line 1|line 2|--") && !text.contains("line 3"), "{text}");
    }
}
