//! Where everything goes.
//!
//! ```text
//! ┌──────────────────────────────┐
//! │ headline                     │
//! ├──────────────────────────────┤
//! │ caption          caption     │
//! │ ┌─────────────┐  ┌────────┐  │
//! │ │ document    │  │ selfie │  │
//! │ └─────────────┘  └────────┘  │
//! │ findings                     │
//! └──────────────────────────────┘
//! ```

use super::area::Area;

/// Width of the whole, in pixels.
const WIDTH: f32 = 1600.0;
/// Free space along the edges, in pixels.
pub(super) const MARGIN: f32 = 40.0;
/// Free space between the panels, in pixels.
const GAP: f32 = 32.0;
/// Height of the headline, in pixels.
const HEADLINE: f32 = 208.0;
/// Height of the line that says what a panel shows, in pixels.
pub(super) const CAPTION: f32 = 72.0;
/// Width of anything that stretches from margin to margin, in pixels.
pub(super) const CONTENT_WIDTH: f32 = WIDTH - 2.0 * MARGIN;

/// The tallest and lowest panels, in pixels.
const TALLEST_PANEL: f32 = 760.0;
const LOWEST_PANEL: f32 = 240.0;
/// Panels wider or narrower than these (width by height) would leave nothing
/// to the other one: the photo then leaves part of its panel free.
const WIDEST_SHAPE: f32 = 1.8;
const NARROWEST_SHAPE: f32 = 0.45;
/// Small photos grow by this factor at most.
const LARGEST_FACTOR: f32 = 6.0;

/// Width and height of a photo, in its own pixels, at least 1.
pub(super) type Size = (u32, u32);

/// Where everything goes, on whole pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Layout {
    /// The whole.
    pub(super) page: Area,
    /// Verdict and similarity.
    pub(super) headline: Area,
    /// The document.
    pub(super) document: Area,
    /// The selfie; as tall as the document.
    pub(super) selfie: Area,
    /// Of no height if there are none.
    pub(super) findings: Area,
}

impl Layout {
    /// Makes room for two photos and findings of a certain height in pixels.
    pub(super) fn new(document: Size, selfie: Size, findings_height: f32) -> Self {
        let (first, second) = (shape(document), shape(selfie));
        let width = CONTENT_WIDTH - GAP;
        let needed = (document.1.max(selfie.1)) as f32 * LARGEST_FACTOR;
        let height = (width / (first + second))
            .min(TALLEST_PANEL)
            .min(needed)
            .max(LOWEST_PANEL)
            .round();
        let spare = width - height * (first + second);
        let y = HEADLINE + CAPTION;
        let document = Area {
            x: MARGIN,
            y,
            width: (height * first + spare / 2.0).round(),
            height,
        };
        let selfie = Area {
            x: document.right() + GAP,
            width: width - document.width,
            ..document
        };
        let findings = Area {
            x: MARGIN,
            y: document.bottom() + GAP,
            width: CONTENT_WIDTH,
            height: findings_height.ceil(),
        };
        let bottom = if findings.height > 0.0 {
            findings.bottom()
        } else {
            document.bottom()
        };
        Self {
            page: Area::sized(WIDTH, bottom + MARGIN),
            headline: Area::sized(WIDTH, HEADLINE),
            document,
            selfie,
            findings,
        }
    }
}

/// Where a photo of `size` lies in `panel`: as large as it fits and may grow,
/// in the middle, its shape kept.
pub(super) fn fitted(size: Size, panel: Area) -> Area {
    let (width, height) = (size.0 as f32, size.1 as f32);
    let factor = (panel.width / width)
        .min(panel.height / height)
        .min(LARGEST_FACTOR);
    let scaled = |side: f32| (side * factor).round().max(1.0);
    panel.centered(scaled(width), scaled(height))
}

fn shape((width, height): Size) -> f32 {
    (width as f32 / height as f32).clamp(NARROWEST_SHAPE, WIDEST_SHAPE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: [Size; 8] = [
        (1, 1),
        (80, 80),
        (1011, 638),
        (480, 640),
        (4000, 3000),
        (5000, 100),
        (100, 5000),
        (60_000, 1),
    ];

    #[test]
    fn panels_fill_the_width_and_are_of_the_same_height() {
        for document in SIZES {
            for selfie in SIZES {
                let layout = Layout::new(document, selfie, 0.0);
                assert_eq!(layout.selfie.right(), WIDTH - MARGIN);
                assert_eq!(layout.selfie.height, layout.document.height);
                assert!((LOWEST_PANEL..=TALLEST_PANEL).contains(&layout.document.height));
                assert!(layout.document.width >= 290.0 && layout.selfie.width >= 290.0);
            }
        }
    }

    #[test]
    fn photos_keep_their_shape_inside_their_panel() {
        let panel = Area {
            x: 40.0,
            y: 280.0,
            width: 700.0,
            height: 500.0,
        };
        for size in SIZES {
            let photo = fitted(size, panel);
            assert_eq!(photo.moved_into(panel), photo, "{size:?}");
        }
        let photo = fitted((1400, 500), panel);
        assert_eq!((photo.width, photo.height), (700.0, 250.0));
    }

    #[test]
    fn tiny_photos_grow_but_not_without_limit() {
        let photo = fitted((50, 40), Area::sized(700.0, 700.0));
        assert_eq!((photo.width, photo.height), (300.0, 240.0));
    }

    #[test]
    fn findings_make_the_page_longer() {
        let without = Layout::new((640, 480), (480, 640), 0.0);
        let with = Layout::new((640, 480), (480, 640), 100.0);
        assert_eq!(with.page.height, without.page.height + GAP + 100.0);
    }
}
