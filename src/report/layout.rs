//! The two layouts of a chart, and how much room each has.

/// What a chart is laid out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// A screen or a sheet of paper.
    Wide,
    /// 360 pixels.
    Narrow,
}

impl Layout {
    /// Width of a sheet: of a narrow one twice that at which it is shown, since pixels are whole.
    pub(super) fn width(self) -> i32 {
        match self {
            Self::Wide => 1_560,
            Self::Narrow => 720,
        }
    }

    /// Left and right of all that is drawn.
    pub(super) fn edge(self) -> i32 {
        match self {
            Self::Wide => 30,
            Self::Narrow => 18,
        }
    }

    /// From edge to edge.
    pub(super) fn room(self) -> i32 {
        self.width() - 2 * self.edge()
    }

    /// Right end of what is drawn.
    pub(super) fn right(self) -> i32 {
        self.width() - self.edge()
    }

    /// `wide` or `narrow`.
    pub(super) fn pick<T>(self, wide: T, narrow: T) -> T {
        match self {
            Self::Wide => wide,
            Self::Narrow => narrow,
        }
    }
}
