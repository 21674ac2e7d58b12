//! What can be seen in whole pictures.

mod support;

use tiny_skia::ColorU8;

use crate::face::{BoundingBox, Landmarks, Point};

use super::super::{
    layout::{MARGIN, fitted},
    palette::{OTHER_FACE, PANEL, TEXT, tone},
};
use super::*;
use support::{GRAY, Side, drawn, headline};

const VERDICTS: [Verdict; 4] = [
    Verdict::Match,
    Verdict::NoMatch,
    Verdict::Review,
    Verdict::Inconclusive,
];

fn middle() -> BoundingBox {
    BoundingBox {
        left: 0.25,
        top: 0.25,
        width: 0.5,
        height: 0.5,
    }
}

#[test]
fn the_band_has_the_color_of_the_verdict_and_words_on_it() {
    let side = Side::new(200, 200, &[middle()]);
    for verdict in VERDICTS {
        let seen = drawn(&side, &side, &headline(verdict));
        assert_eq!(seen.color(3.0, 3.0), tone(verdict).color);
        let words = Area {
            x: 180.0,
            ..Area::sized(600.0, 180.0)
        };
        assert!(seen.count(words, tone(verdict).ink) > 1_000, "{verdict:?}");
    }
}

#[test]
fn the_page_is_as_large_as_its_layout_says() {
    let side = Side::new(300, 200, &[]);
    let seen = drawn(&side, &side, &headline(Verdict::Match));
    let page = Layout::new((300, 200), (300, 200), 0.0).page;
    assert_eq!(
        (seen.width as f32, seen.height as f32),
        (page.width, page.height)
    );
}

#[test]
fn the_compared_face_is_framed_where_it_is() {
    let document = Side::new(300, 200, &[middle()]);
    let selfie = Side::new(200, 300, &[]);
    let seen = drawn(&document, &selfie, &headline(Verdict::NoMatch));
    let panel = Layout::new((300, 200), (200, 300), 0.0).document;
    let photo = fitted((300, 200), panel);
    let (left, top) = (photo.x + photo.width / 4.0, photo.y + photo.height / 4.0);
    let (center_x, center_y) = (photo.x + photo.width / 2.0, photo.y + photo.height / 2.0);
    let red = tone(Verdict::NoMatch).color;
    assert_eq!(seen.color(left, center_y), red);
    assert_eq!(seen.color(center_x, top), red);
    assert_eq!(seen.color(left + photo.width / 2.0, center_y), red);
    assert_eq!(seen.color(center_x, top + photo.height / 2.0), red);
    let [red, green, blue] = GRAY;
    assert_eq!(
        seen.color(center_x, center_y),
        ColorU8::from_rgba(red, green, blue, 255)
    );
}

#[test]
fn other_faces_are_not_framed_in_the_color_of_the_verdict() {
    let corner = BoundingBox {
        left: 0.02,
        top: 0.8,
        width: 0.1,
        height: 0.15,
    };
    let selfie = Side::new(300, 300, &[middle(), corner]);
    let document = Side::new(300, 300, &[]);
    let seen = drawn(&document, &selfie, &headline(Verdict::Match));
    let panel = Layout::new((300, 300), (300, 300), 0.0).selfie;
    let below = Area {
        y: panel.y + panel.height * 0.78,
        height: panel.height * 0.2,
        ..panel
    };
    assert_eq!(seen.count(below, tone(Verdict::Match).color), 0);
    assert!(seen.count(below, OTHER_FACE) > 100);
}

#[test]
fn a_face_of_the_selfie_bears_its_similarity() {
    let document = Side::new(300, 300, &[]);
    let mut selfie = Side::new(300, 300, &[middle()]);
    let panel = Layout::new((300, 300), (300, 300), 0.0).selfie;
    let above = Area {
        height: panel.height * 0.24,
        ..panel
    };
    let color = tone(Verdict::Match).color;
    let without = drawn(&document, &selfie, &headline(Verdict::Match)).count(above, color);
    selfie.similarities = vec![Similarity::from_percent(97.0)];
    let with = drawn(&document, &selfie, &headline(Verdict::Match)).count(above, color);
    assert_eq!(without, 0);
    assert!(with > 1_000, "{with}");
}

#[test]
fn a_photo_without_faces_says_so() {
    let [red, green, blue] = GRAY;
    let gray = ColorU8::from_rgba(red, green, blue, 255);
    let layout = Layout::new((300, 300), (300, 300), 0.0);
    let empty = Side::new(300, 300, &[]);
    let seen = drawn(&empty, &empty, &headline(Verdict::Inconclusive));
    let note = layout.selfie.centered(200.0, 20.0);
    assert_eq!(seen.count(note, gray), 0);
}

#[test]
fn a_box_that_leaves_the_photo_does_not_leave_the_panel() {
    let huge = BoundingBox {
        left: -0.9,
        top: -0.5,
        width: 2.8,
        height: 1.2,
    };
    let side = Side::new(300, 300, &[huge]);
    let seen = drawn(&side, &side, &headline(Verdict::Review));
    let layout = Layout::new((300, 300), (300, 300), 0.0);
    let between = Area {
        x: layout.document.right(),
        width: layout.selfie.x - layout.document.right(),
        ..layout.document
    };
    let pixels = (between.width * between.height) as usize;
    assert_eq!(seen.count(between, PAGE), pixels);
}

#[test]
fn findings_are_written_below_the_photos() {
    let side = Side::new(300, 300, &[middle()]);
    let explanation = ["the selfie is dark; add light".to_owned()];
    let with = Headline {
        explanation: &explanation,
        ..headline(Verdict::Review)
    };
    let without = drawn(&side, &side, &headline(Verdict::Review));
    let with = drawn(&side, &side, &with);
    assert!(with.height > without.height);
    let below = Area {
        x: MARGIN,
        y: without.height as f32,
        width: 900.0,
        height: (with.height - without.height) as f32,
    };
    assert!(with.count(below, TEXT) > 500);
}

#[test]
fn bytes_that_are_no_such_image_are_refused() {
    let good = Side::new(30, 20, &[]);
    let short = Picture {
        rgb: &good.rgb[1..],
        ..good.picture()
    };
    let empty = Picture {
        rgb: &[],
        width: 0,
        ..good.picture()
    };
    let absurd = Picture {
        width: u32::MAX,
        height: u32::MAX,
        ..good.picture()
    };
    for bad in [short, empty, absurd] {
        for (document, selfie) in [(&bad, &good.picture()), (&good.picture(), &bad)] {
            let refused = annotate(document, selfie, &headline(Verdict::Match));
            assert!(matches!(refused, Err(ReportError::Shape { .. })), "{bad:?}");
        }
    }
}

#[test]
fn odd_sizes_boxes_and_words_are_drawn_all_the_same() {
    let odd = |value| BoundingBox {
        left: value,
        top: -value,
        width: value,
        height: 0.0001,
    };
    let boxes = [f32::NAN, f32::INFINITY, f32::MAX, f32::MIN, 0.0, 1e-30, 0.9].map(odd);
    let beyond = Point {
        x: f32::NAN,
        y: f32::MAX,
    };
    let explanation: Vec<String> = ["", " ", "\u{1F600} 姓名\u{202E}\0", "x"]
        .iter()
        .map(|text| text.repeat(3_000))
        .collect();
    let headline = Headline {
        similarity: None,
        threshold: Similarity::MAX,
        explanation: &explanation,
        ..headline(Verdict::Inconclusive)
    };
    for (width, height) in [(1, 1), (80, 80), (5000, 100), (100, 5000), (9000, 1)] {
        let mut side = Side::new(width, height, &[&[middle()], &boxes[..]].concat());
        // More than there are faces.
        side.similarities = vec![Some(Similarity::MAX); 30];
        for face in &mut side.analysis.faces {
            face.landmarks = Some(Landmarks {
                nose: beyond,
                ..Landmarks::default()
            });
        }
        let seen = drawn(&side, &side, &headline);
        assert_eq!(seen.width, 1600);
        let panel = Layout::new((width, height), (width, height), 0.0).document;
        let slate = tone(Verdict::Inconclusive).color;
        assert!(seen.count(panel, slate) > 0, "{width} x {height}");
        assert!(seen.count(panel, PANEL) > 0 || width == height);
    }
}

#[test]
fn pixels_are_not_printed() {
    let side = Side::new(20, 10, &[]);
    assert_eq!(format!("{:?}", side.picture()), "Picture(20 x 10 pixels)");
}
