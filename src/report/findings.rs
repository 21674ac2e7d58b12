//! What was noticed, in words.

use super::{
    area::Area,
    canvas::Canvas,
    layout::CONTENT_WIDTH,
    lettering::Lettering,
    look::Look,
    palette::{CARD, FAINT_TEXT, TEXT},
};

/// As many messages are shown, the most important ones.
const MOST_MESSAGES: usize = 4;
/// As many lines of each.
const MOST_LINES: usize = 2;
/// Size of the text and distance of the lines, in pixels.
const SIZE: f32 = 28.0;
const LINE: f32 = 40.0;
/// Free space around the messages, and between one and the next, in pixels.
const PADDING: f32 = 28.0;
const GAP: f32 = 10.0;
/// From the bullet to the text, in pixels.
const INDENT: f32 = 32.0;

/// The messages, cut into lines.
pub(super) struct Findings {
    messages: Vec<Vec<String>>,
    /// How many messages are not shown.
    left_out: usize,
}

impl Findings {
    /// Cuts `messages`, the most important first, into lines.
    pub(super) fn new(messages: &[String], look: &Look) -> Self {
        let width = CONTENT_WIDTH - 2.0 * PADDING - INDENT;
        let typeface = lettering(look).typeface;
        let shown = messages.iter().take(MOST_MESSAGES);
        Self {
            messages: shown
                .map(|message| typeface.wrapped(message, SIZE, width, MOST_LINES))
                .collect(),
            left_out: messages.len().saturating_sub(MOST_MESSAGES),
        }
    }

    /// Height in pixels; zero if there is nothing to say.
    pub(super) fn height(&self) -> f32 {
        if self.messages.is_empty() {
            return 0.0;
        }
        let lines = self.messages.iter().map(Vec::len).sum::<usize>();
        let rest = usize::from(self.left_out > 0);
        let gaps = self.messages.len() + rest - 1;
        2.0 * PADDING + (lines + rest) as f32 * LINE + gaps as f32 * GAP
    }

    /// Draws the messages on a card at `place` of `page`.
    pub(super) fn draw(&self, place: Area, look: &Look, page: &mut Canvas) {
        if self.messages.is_empty() {
            return;
        }
        page.fill(place, 12.0, CARD);
        let lettering = lettering(look);
        let mut row = Area {
            x: place.x + PADDING,
            y: place.y + PADDING,
            width: INDENT,
            height: LINE,
        };
        for lines in &self.messages {
            page.disc(row.x + 7.0, row.y + LINE / 2.0, 7.0, look.tone.color);
            for line in lines {
                page.text(line, row.right(), lettering.baseline_within(row), lettering);
                row.y += LINE;
            }
            row.y += GAP;
        }
        if self.left_out > 0 {
            let rest = format!("and {} more", self.left_out);
            let lettering = look.regular(SIZE, FAINT_TEXT);
            page.text(
                &rest,
                row.right(),
                lettering.baseline_within(row),
                lettering,
            );
        }
    }
}

fn lettering(look: &Look) -> Lettering<'_> {
    look.regular(SIZE, TEXT)
}

#[cfg(test)]
mod tests {
    use crate::face::Verdict;

    use super::*;

    fn height(messages: usize, text: &str) -> f32 {
        let look = Look::new(Verdict::Review).unwrap();
        Findings::new(&vec![text.to_owned(); messages], &look).height()
    }

    #[test]
    fn nothing_to_say_takes_no_room() {
        assert_eq!(height(0, ""), 0.0);
    }

    #[test]
    fn a_long_message_takes_two_lines_at_most() {
        let one = height(1, "short");
        assert_eq!(height(1, &"longer ".repeat(20)), one + LINE);
        assert_eq!(height(1, &"longer ".repeat(2_000)), one + LINE);
    }

    #[test]
    fn messages_too_many_are_counted_in_one_line() {
        assert_eq!(height(5, "short"), height(4, "short") + LINE + GAP);
        assert_eq!(height(500, "short"), height(5, "short"));
    }
}
