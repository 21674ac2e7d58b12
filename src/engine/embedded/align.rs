//! Cuts a face out so that eyes, nose and mouth lie where the embedder expects them.

use crate::image::Pixels;

/// Width and height of an aligned face, in pixels.
pub const SIDE: usize = 112;

/// Bytes of an aligned face.
pub const CROP_BYTES: usize = SIDE * SIDE * 3;

/// RGB of [`SIDE`] x [`SIDE`] pixels, row by row.
pub type AlignedFace = Box<[u8; CROP_BYTES]>;

/// Where the landmarks go, in pixels of the crop: the viewer's left eye, right
/// eye, nose, left and right corner of the mouth. Source: the template that
/// SFace was trained with, as in OpenCV's `FaceRecognizerSF`.
const TEMPLATE: [[f64; 2]; 5] = [
    [38.2946, 51.6963],
    [73.5318, 51.5014],
    [56.0252, 71.7366],
    [41.5493, 92.3655],
    [70.7299, 92.2041],
];

/// Mean of [`TEMPLATE`], rounded as `FaceRecognizerSF` has it.
const TEMPLATE_MEAN: [f64; 2] = [56.0262, 71.9008];

/// Rotation, uniform scale and shift: `(x, y)` goes to
/// `(a x - b y + shift_x, b x + a y + shift_y)`.
struct SimilarityTransform {
    a: f64,
    b: f64,
    shift: [f64; 2],
}

/// The face whose `landmarks` (pixels of `image`, in the template's order) are
/// given, as RGB of [`SIDE`] x [`SIDE`] pixels; black beyond the image's edge.
pub fn align(image: &Pixels, landmarks: &[[f32; 2]; 5]) -> AlignedFace {
    let back = SimilarityTransform::onto_template(landmarks).inverse();
    let mut crop = Box::new([0; CROP_BYTES]);
    for (index, pixel) in crop.chunks_exact_mut(3).enumerate() {
        let (row, column) = (index / SIDE, index % SIDE);
        let [x, y] = back.apply([column as f64, row as f64]);
        pixel.copy_from_slice(&bilinear(image, x as f32, y as f32));
    }
    crop
}

impl SimilarityTransform {
    /// The least-squares fit of `landmarks` onto the template. Landmarks that
    /// all coincide have none: the crop is then black.
    fn onto_template(landmarks: &[[f32; 2]; 5]) -> Self {
        let points = landmarks.map(|point| point.map(f64::from));
        let mean = [0, 1].map(|axis| points.iter().map(|point| point[axis]).sum::<f64>() / 5.0);
        let (mut a, mut b, mut spread) = (0.0, 0.0, 0.0);
        for ([x, y], [to_x, to_y]) in points.into_iter().zip(TEMPLATE) {
            let (x, y) = (x - mean[0], y - mean[1]);
            let (to_x, to_y) = (to_x - TEMPLATE_MEAN[0], to_y - TEMPLATE_MEAN[1]);
            a += to_x * x + to_y * y;
            b += to_y * x - to_x * y;
            spread += x * x + y * y;
        }
        let (a, b) = (a / spread, b / spread);
        let shift = [
            TEMPLATE_MEAN[0] - (a * mean[0] - b * mean[1]),
            TEMPLATE_MEAN[1] - (b * mean[0] + a * mean[1]),
        ];
        Self { a, b, shift }
    }

    fn inverse(&self) -> Self {
        let square = self.a * self.a + self.b * self.b;
        let (a, b) = (self.a / square, -self.b / square);
        let [x, y] = self.shift;
        let shift = [-(a * x - b * y), -(b * x + a * y)];
        Self { a, b, shift }
    }

    fn apply(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [
            self.a * x - self.b * y + self.shift[0],
            self.b * x + self.a * y + self.shift[1],
        ]
    }
}

/// The color between four pixels, each channel rounded; black outside.
fn bilinear(image: &Pixels, x: f32, y: f32) -> [u8; 3] {
    let (left, top) = (x.floor(), y.floor());
    let (right_share, bottom_share) = (x - left, y - top);
    // Saturates far outside, where every neighbor is black anyway.
    let (left, top) = (left as i64, top as i64);
    let rows = [top, top.saturating_add(1)].map(|row| {
        let [a, b] = [left, left.saturating_add(1)].map(|column| color(image, column, row));
        [0, 1, 2].map(|channel| a[channel] * (1.0 - right_share) + b[channel] * right_share)
    });
    [0, 1, 2].map(|channel| {
        let value = rows[0][channel] * (1.0 - bottom_share) + rows[1][channel] * bottom_share;
        value.round_ties_even() as u8
    })
}

fn color(image: &Pixels, column: i64, row: i64) -> [f32; 3] {
    let inside = |at: i64, length: u32| usize::try_from(at).ok().filter(|at| *at < length as usize);
    let pixel = inside(column, image.width())
        .zip(inside(row, image.height()))
        .and_then(|(column, row)| {
            let start = (row * image.width() as usize + column) * 3;
            image.rgb().get(start..start + 3)
        });
    match pixel {
        Some([red, green, blue]) => [*red, *green, *blue].map(f32::from),
        _ => [0.0; 3],
    }
}
