//! The verdict and the similarity that speaks for it.

use crate::face::Similarity;

use super::{
    Headline,
    area::Area,
    canvas::Canvas,
    layout::MARGIN,
    lettering::percent,
    look::Look,
    palette::{Tone, faded},
};

/// Width of the right part, which shows the similarity, in pixels.
const SIMILARITY_WIDTH: f32 = 520.0;
/// Diameter of the disc with the verdict's sign, in pixels.
const BADGE: f32 = 112.0;
/// On which the verdict and its meaning are written, in pixels from the top.
const WORD_BASELINE: f32 = 110.0;
const MEANING_BASELINE: f32 = 158.0;
/// On which the similarity and the threshold are written, in pixels from the top.
const SIMILARITY_BASELINE: f32 = 94.0;
const THRESHOLD_BASELINE: f32 = 180.0;
/// Top and height of the gauge's bar, in pixels.
const GAUGE_TOP: f32 = 122.0;
const GAUGE: f32 = 16.0;
/// Width of the tick at the threshold, and how far it overhangs the bar, in pixels.
const TICK: f32 = 4.0;
const OVERHANG: f32 = 8.0;

/// Draws `headline` as a band over `band`, which starts at the top left corner.
pub(super) fn draw(headline: &Headline<'_>, band: Area, look: &Look, page: &mut Canvas) {
    page.fill(band, 0.0, look.tone.color);
    let similarity = Area {
        x: band.right() - MARGIN - SIMILARITY_WIDTH,
        width: SIMILARITY_WIDTH,
        ..band
    };
    draw_verdict(band, look, page);
    draw_similarity(headline, similarity, look, page);
}

fn draw_verdict(band: Area, look: &Look, page: &mut Canvas) {
    let Tone {
        color,
        ink,
        sign,
        word,
        meaning,
    } = look.tone;
    let badge = Area {
        x: band.x + MARGIN,
        ..Area::sized(BADGE, band.height)
    };
    let center = (badge.x + badge.width / 2.0, badge.height / 2.0);
    page.disc(center.0, center.1, BADGE / 2.0, ink);
    let lettering = look.bold(84.0, color);
    let x = center.0 - lettering.width(sign) / 2.0;
    page.text(sign, x, lettering.baseline_within(badge), lettering);

    let x = badge.right() + 32.0;
    page.text(word, x, WORD_BASELINE, look.bold(68.0, ink));
    page.text(meaning, x, MEANING_BASELINE, look.regular(28.0, ink));
}

fn draw_similarity(headline: &Headline<'_>, place: Area, look: &Look, page: &mut Canvas) {
    let ink = look.tone.ink;
    if let Some(similarity) = headline.similarity {
        page.text(
            &percent(similarity),
            place.x,
            SIMILARITY_BASELINE,
            look.bold(72.0, ink),
        );
        let caption = "similarity";
        let lettering = look.regular(28.0, ink);
        let x = place.right() - lettering.width(caption);
        page.text(caption, x, SIMILARITY_BASELINE, lettering);
    } else {
        page.text(
            "no similarity",
            place.x,
            SIMILARITY_BASELINE,
            look.bold(48.0, ink),
        );
    }

    let bar = Area {
        y: GAUGE_TOP,
        height: GAUGE,
        ..place
    };
    draw_gauge(headline, bar, look, page);

    let threshold = format!("threshold {}", percent(headline.threshold));
    let lettering = look.regular(24.0, ink);
    let width = lettering.width(&threshold);
    let text = Area {
        x: reached(bar, headline.threshold) - width / 2.0,
        width,
        ..bar
    };
    page.text(
        &threshold,
        text.moved_into(bar).x,
        THRESHOLD_BASELINE,
        lettering,
    );
}

/// A bar from 0 to 100 %, filled up to the similarity, with a tick at the threshold.
fn draw_gauge(headline: &Headline<'_>, bar: Area, look: &Look, page: &mut Canvas) {
    let ink = look.tone.ink;
    page.fill(bar, GAUGE / 2.0, faded(ink, 0.3));
    if let Some(similarity) = headline.similarity {
        let width = (reached(bar, similarity) - bar.x).max(GAUGE);
        page.fill(Area { width, ..bar }, GAUGE / 2.0, ink);
    }
    let tick = Area {
        x: reached(bar, headline.threshold) - TICK / 2.0,
        y: bar.y - OVERHANG,
        width: TICK,
        height: bar.height + 2.0 * OVERHANG,
    };
    let tick = tick.moved_into(Area {
        y: tick.y,
        height: tick.height,
        ..bar
    });
    let edge = Area {
        x: tick.x - TICK / 2.0,
        width: 2.0 * TICK,
        ..tick
    };
    // Cuts the bar, so that the tick shows on its filled part too.
    page.fill(edge, 0.0, look.tone.color);
    page.fill(tick, 2.0, ink);
}

/// How far along `bar` `similarity` reaches, as a position on the page.
fn reached(bar: Area, similarity: Similarity) -> f32 {
    bar.x + bar.width * similarity.percent() / Similarity::MAX.percent()
}
