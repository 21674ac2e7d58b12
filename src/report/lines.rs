//! Text cut into lines of limited width.

use super::typeface::Typeface;

const ELLIPSIS: char = '…';

impl Typeface {
    /// `text` at `size` in at most `most` lines, none wider than `width`
    /// pixels. Lines break between words; an ellipsis stands for what did not
    /// fit.
    pub(super) fn wrapped(&self, text: &str, size: f32, width: f32, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let full = lines.len() >= most;
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}"), size) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                Some(line) if full => {
                    line.push(ELLIPSIS);
                    break;
                }
                Some(_) | None => lines.push(word.to_owned()),
            }
        }
        lines
            .iter()
            .map(|line| self.ellipsized(line, size, width))
            .collect()
    }

    /// As much of `line` as fits into `width` pixels, with an ellipsis if that
    /// is not all.
    fn ellipsized(&self, line: &str, size: f32, width: f32) -> String {
        if self.width(line, size) <= width {
            return line.to_owned();
        }
        let mut end = self.advance(ELLIPSIS, size);
        let fitting = line.trim_end_matches(ELLIPSIS).chars();
        let mut short: String = fitting
            .take_while(|character| {
                end += self.advance(*character, size);
                end <= width
            })
            .collect();
        short.push(ELLIPSIS);
        short
    }
}

#[cfg(test)]
mod tests {
    use super::super::typeface::Typefaces;

    const SIZE: f32 = 20.0;

    fn wrapped(text: &str, width: f32, most: usize) -> Vec<String> {
        let Typefaces { regular, .. } = Typefaces::read().unwrap();
        let lines = regular.wrapped(text, SIZE, width, most);
        for line in &lines {
            assert!(regular.width(line, SIZE) <= width, "{line} is too wide");
        }
        lines
    }

    #[test]
    fn lines_break_between_words_and_lose_none() {
        let text = "the head is turned by 41 degrees; retake the selfie from the front";
        let lines = wrapped(text, 300.0, 9);
        assert!(lines.len() > 1);
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn an_ellipsis_stands_for_lines_too_many() {
        let lines = wrapped(&"again and ".repeat(90), 300.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(!lines[0].ends_with('…'));
        assert!(lines[1].ends_with('…'));
    }

    #[test]
    fn a_word_wider_than_a_line_is_cut() {
        let lines = wrapped(&"m".repeat(10_000), 300.0, 3);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].starts_with("mmm") && lines[0].ends_with('…'));
    }

    #[test]
    fn line_breaks_in_the_text_are_blanks() {
        assert_eq!(wrapped("one\r\n  two\tthree", 300.0, 2), ["one two three"]);
        assert!(wrapped(" \n ", 300.0, 2).is_empty());
    }
}
