//! Putting tokens together to a tree, and going on after a mistake.

use super::{
    DEEPEST, Kind, MOST_MISTAKES, Node, Position, Span,
    lexer::{Lexeme, Slip, Token},
};

/// Reads one value; brackets are known to match.
pub(super) fn parse(text: &str, tokens: &[Token], slips: &mut Vec<Slip>) -> Option<Node> {
    let mut parser = Parser { text, tokens, at: 0, depth: 0, slips };
    if !parser.begins_well() {
        return None;
    }
    let root = parser.value();
    if let Some(token) = parser.peek() {
        let span = token.span;
        let message = "the file goes on after its end".to_owned();
        let hint = Some("a file holds one `( … )`; put the rest inside it".to_owned());
        parser.slip(span, message, hint);
    }
    Some(root)
}

struct Parser<'a, 'm> {
    text: &'a str,
    tokens: &'a [Token<'a>],
    at: usize,
    depth: usize,
    slips: &'m mut Vec<Slip>,
}

impl<'a> Parser<'a, '_> {
    fn peek(&self) -> Option<&'a Token<'a>> {
        self.tokens.get(self.at)
    }

    fn kind(&self, ahead: usize) -> Option<&'a Lexeme<'a>> {
        self.tokens.get(self.at + ahead).map(|token| &token.kind)
    }

    fn slip(&mut self, span: Span, message: String, hint: Option<String>) {
        if self.slips.len() < MOST_MISTAKES {
            self.slips.push(Slip { span, message, hint, fatal: false });
        }
    }

    /// Returns whether the file begins with a bracket; if not, says so.
    fn begins_well(&mut self) -> bool {
        let Some(first) = self.peek() else {
            let message = "the file holds nothing".to_owned();
            let hint = Some("a scenario file begins with `(`".to_owned());
            let start = Position { line: 1, col: 1 };
            self.slip(Span { start, ..Span::default() }, message, hint);
            return false;
        };
        let named = matches!(first.kind, Lexeme::Name(_))
            && matches!(self.kind(1), Some(Lexeme::Open('(')));
        if named || matches!(first.kind, Lexeme::Open(_)) {
            return true;
        }
        let found = first.span.of(self.text);
        let message = format!("`{found}`: a scenario file begins with `(`");
        let hint = Some("put everything between `(` and `)`".to_owned());
        self.slip(first.span, message, hint);
        false
    }

    fn value(&mut self) -> Node {
        let Some(token) = self.peek() else { return Node { kind: Kind::Broken, span: self.end() } };
        let kind = match &token.kind {
            Lexeme::Open(bracket) => self.bracketed(*bracket),
            Lexeme::Number(written) => self.take(Kind::Number((*written).to_owned())),
            Lexeme::BadNumber => self.take(Kind::Broken),
            Lexeme::Text(text) => self.take(Kind::Text(text.to_string())),
            Lexeme::Name(name) => {
                self.at += 1;
                self.named(name, token.span)
            }
            Lexeme::Comma | Lexeme::Colon | Lexeme::Close(_) => {
                let message = format!("a value is missing before `{}`", token.span.of(self.text));
                self.slip(token.span, message, None);
                self.at += usize::from(token.kind == Lexeme::Colon);
                Kind::Broken
            }
        };
        Node { kind, span: token.span.to(self.end()) }
    }

    fn take(&mut self, kind: Kind) -> Kind {
        self.at += 1;
        kind
    }

    /// Reads what follows a name.
    fn named(&mut self, name: &str, start: Span) -> Kind {
        match (name, self.kind(0)) {
            (_, Some(Lexeme::Open('('))) => {
                let body = Node { kind: self.bracketed('('), span: start.to(self.end()) };
                match (name, body.kind) {
                    ("Some", Kind::Tuple(mut inner)) if inner.len() == 1 => inner.remove(0).kind,
                    (_, kind) => {
                        Kind::Named(name.to_owned(), Some(Box::new(Node { kind, ..body })))
                    }
                }
            }
            (_, Some(Lexeme::Open('{'))) => {
                let span = self.tokens[self.at].span;
                let message = format!("`{name}` is followed by `{{`");
                let hint = Some("use `(` and `)` instead of `{` and `}`".to_owned());
                self.slip(span, message, hint);
                self.bracketed('{');
                Kind::Broken
            }
            ("true", _) => Kind::YesNo(true),
            ("false", _) => Kind::YesNo(false),
            ("None", _) => Kind::Nothing,
            _ => Kind::Named(name.to_owned(), None),
        }
    }

    /// Returns the last token that was read.
    fn end(&self) -> Span {
        let last = self.at.min(self.tokens.len()).checked_sub(1);
        last.map_or_else(Span::default, |last| self.tokens[last].span)
    }

    fn bracketed(&mut self, bracket: char) -> Kind {
        self.depth += 1;
        let open = self.at;
        self.at += 1;
        let kind = if self.depth > DEEPEST {
            let span = self.tokens[open].span;
            let message = format!("brackets are nested more than {DEEPEST} deep here");
            let hint = Some("is a closing bracket missing further up?".to_owned());
            self.slip(span, message, hint);
            self.skip_to_close();
            Kind::Broken
        } else {
            match bracket {
                '[' => Kind::List(self.list()),
                '{' => Kind::Map(self.map()),
                _ if self.has_fields() => Kind::Fields(self.fields()),
                _ => Kind::Tuple(self.list()),
            }
        };
        self.at += 1;
        self.depth -= 1;
        kind
    }

    /// Moves to the bracket that closes the one just opened.
    fn skip_to_close(&mut self) {
        let mut depth = 0_usize;
        while let Some(token) = self.peek() {
            match token.kind {
                Lexeme::Open(_) => depth += 1,
                Lexeme::Close(_) if depth == 0 => return,
                Lexeme::Close(_) => depth -= 1,
                _ => {}
            }
            self.at += 1;
        }
    }

    fn has_fields(&self) -> bool {
        matches!(self.kind(0), Some(Lexeme::Name(_) | Lexeme::Text(_)))
            && matches!(self.kind(1), Some(Lexeme::Colon))
    }

    fn at_close(&self) -> bool {
        matches!(self.kind(0), None | Some(Lexeme::Close(_)))
    }

    fn list(&mut self) -> Vec<Node> {
        let mut items = Vec::new();
        while !self.at_close() {
            let before = self.at;
            items.push(self.value());
            if matches!(self.kind(0), Some(Lexeme::Colon)) {
                let span = self.tokens[self.at].span;
                let message = "`:` cannot stand in a list".to_owned();
                let hint = Some("fields stand between `(` and `)`".to_owned());
                self.slip(span, message, hint);
                self.skip_to_comma();
            }
            self.comma(before);
        }
        items
    }

    fn map(&mut self) -> Vec<(Node, Node)> {
        let mut entries = Vec::new();
        while !self.at_close() {
            let before = self.at;
            let key = self.value();
            let value = self.after_colon(key.span);
            entries.push((key, value));
            self.comma(before);
        }
        entries
    }

    fn fields(&mut self) -> Vec<(String, Span, Node)> {
        let mut fields = Vec::new();
        while !self.at_close() {
            let before = self.at;
            if let Some((name, span)) = self.field_name() {
                let value = self.after_colon(span);
                fields.push((name, span, value));
            } else {
                self.skip_to_comma();
            }
            self.comma(before);
        }
        fields
    }

    fn field_name(&mut self) -> Option<(String, Span)> {
        let token = self.peek()?;
        let span = token.span;
        match &token.kind {
            Lexeme::Name(name) => {
                self.at += 1;
                Some(((*name).to_owned(), span))
            }
            Lexeme::Text(name) if matches!(self.kind(1), Some(Lexeme::Colon)) => {
                self.at += 1;
                let message = format!("the field name `\"{name}\"` stands in quote marks");
                let hint = Some(format!("write `{name}:`"));
                self.slip(span, message, hint);
                Some((name.to_string(), span))
            }
            other => {
                let found = span.of(self.text);
                let message = format!("`{found}` stands where a field name was expected");
                let before = self.at.checked_sub(2).and_then(|at| self.tokens.get(at));
                let hint = match (before.map(|token| &token.kind), other) {
                    (Some(Lexeme::Number(_)), Lexeme::Number(_)) => {
                        Some("a decimal point is `.`, not `,`".to_owned())
                    }
                    _ => Some("each value has its field name before it: `name: value`".to_owned()),
                };
                self.slip(span, message, hint);
                None
            }
        }
    }

    fn after_colon(&mut self, before: Span) -> Node {
        if matches!(self.kind(0), Some(Lexeme::Colon)) {
            self.at += 1;
            return self.value();
        }
        let shown = super::shortened(before.of(self.text));
        self.slip(before, format!("`:` and a value are missing after `{shown}`"), None);
        let next_is_value = !matches!(self.kind(0), None | Some(Lexeme::Comma | Lexeme::Close(_)));
        if next_is_value && !matches!(self.kind(1), Some(Lexeme::Colon)) {
            self.value();
        }
        Node { kind: Kind::Broken, span: before }
    }

    /// Reads the comma after an item that began at `before`; says so if it is missing.
    fn comma(&mut self, before: usize) {
        if matches!(self.kind(0), Some(Lexeme::Comma)) {
            self.at += 1;
        } else if !self.at_close() {
            let message = "a comma is missing after this".to_owned();
            self.slip(self.end(), message, None);
            // Something was read, or the same place would be looked at for ever.
            if self.at == before {
                self.at += 1;
            }
        }
    }

    fn skip_to_comma(&mut self) {
        while !self.at_close() && !matches!(self.kind(0), Some(Lexeme::Comma)) {
            let opens = matches!(self.kind(0), Some(Lexeme::Open(_)));
            self.at += 1;
            if opens {
                self.skip_to_close();
                self.at += 1;
            }
        }
    }
}

/// How much of a path is shown.
const LONGEST_PATH: usize = 120;

/// Returns for each place, in order, the path of the field it stands in.
pub(super) fn paths(tokens: &[Token], places: impl Iterator<Item = usize>) -> Vec<String> {
    let mut stack: Vec<Frame> = vec![Frame::default()];
    let mut at = 0;
    let mut found = Vec::new();
    for place in places {
        while at < tokens.len() && tokens[at].span.start_offset <= place {
            step(&mut stack, tokens, at);
            at += 1;
        }
        found.push(join(&stack));
    }
    found
}

/// What has been read of an open bracket.
#[derive(Default)]
struct Frame {
    id: Option<String>,
    field: Option<String>,
    list: bool,
    items: usize,
}

fn step(stack: &mut Vec<Frame>, tokens: &[Token], at: usize) {
    match &tokens[at].kind {
        Lexeme::Open(bracket) => {
            stack.push(Frame { list: *bracket == '[', ..Frame::default() });
        }
        Lexeme::Close(_) if stack.len() > 1 => _ = stack.pop(),
        kind => {
            let Some(frame) = stack.last_mut() else { return };
            let colon = |at: usize| matches!(tokens.get(at).map(|t| &t.kind), Some(Lexeme::Colon));
            match kind {
                Lexeme::Name(name) if colon(at + 1) => frame.field = Some((*name).to_owned()),
                Lexeme::Text(name) if colon(at + 1) => frame.field = Some(name.to_string()),
                Lexeme::Text(id) if frame.field.as_deref() == Some("id") && frame.id.is_none() => {
                    frame.id = Some(id.to_string());
                }
                Lexeme::Comma => {
                    frame.items += 1;
                    frame.field = None;
                }
                _ => {}
            }
        }
    }
}

fn join(stack: &[Frame]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (i, frame) in stack.iter().enumerate() {
        let in_list = i > 0 && stack[i - 1].list;
        match &frame.id {
            Some(id) if in_list => parts.push(id.clone()),
            _ if in_list => parts.push((stack[i - 1].items + 1).to_string()),
            _ => {}
        }
        parts.extend(frame.field.clone());
    }
    let path = parts.join("/");
    // Brackets gone wild make a path that nobody wants to read.
    if path.len() > LONGEST_PATH {
        path[..path.floor_char_boundary(LONGEST_PATH)].to_owned() + "/..."
    } else {
        path
    }
}
