/// A rectangle in a figure or on a screen.
struct Box {
    var left: Double
    var top: Double
    var width: Double
    var height: Double

    var right: Double { left + width }
    var bottom: Double { top + height }

    /// Whether two have more than an edge in common.
    func overlaps(_ other: Box) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    /// Whether all of another is inside.
    func contains(_ other: Box) -> Bool {
        left <= other.left && other.right <= right && top <= other.top && other.bottom <= bottom
    }
}

/// Places for labels beside their points, so that none lies on another, on a point that has one, or
/// outside the frame. A label without such a place has none.
struct LabelPlacement {
    /// Where labels may lie.
    let frame: Box
    /// What no label may lie on.
    private var taken: [Box]

    /// - Parameters:
    ///   - frame: Where labels may lie.
    ///   - points: What no label may lie on.
    init(in frame: Box, keepingClearOf points: [Box]) {
        self.frame = frame
        taken = points
    }

    /// The box of a label: beside its point, or a little further where that is taken; nil where
    /// there is no room.
    ///
    /// - Parameters:
    ///   - size: The label's.
    ///   - point: The point's place.
    ///   - gaps: How far from the point the label may be, the best first.
    mutating func place(
        _ size: (width: Double, height: Double), at point: (x: Double, y: Double), gaps: [Double]
    ) -> Box? {
        for gap in gaps {
            for direction in Self.directions {
                // The label's middle: its nearer edge or corner is a gap away from the point.
                let box = Box(
                    left: point.x + direction.x * (gap + size.width / 2) - size.width / 2,
                    top: point.y + direction.y * (gap + size.height / 2) - size.height / 2,
                    width: size.width, height: size.height)
                guard frame.contains(box), !taken.contains(where: box.overlaps) else { continue }
                taken.append(box)
                return box
            }
        }
        return nil
    }

    /// Right, left, above, below, and between them, the best to read first.
    private static let directions: [(x: Double, y: Double)] = [
        (1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1),
    ]
}
