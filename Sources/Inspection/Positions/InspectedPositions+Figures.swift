public import Figures

extension InspectedPositions {
    /// What they are and whose, in words: "Learned, decoder".
    public var title: String {
        let kind =
            arrangement == nil
            ? self.kind.rawValue.capitalized
            : self.kind == .stored ? "Sinusoidal, stored" : "Sinusoidal"
        return "\(kind), \(stack?.rawValue ?? "by the formula")"
    }

    /// The order of the columns in words; empty where these are not sines and cosines.
    private var order: String {
        switch arrangement {
        case .halves: "all sines, then all cosines"
        case .interleaved: "sines and cosines in turn"
        case nil: ""
        }
    }

    /// All values: position by dimension, on a scale that is symmetric about zero.
    ///
    /// - Parameters:
    ///   - others: Positions that are shown beside these, each on a scale of its own.
    ///   - model: What the title calls the model; empty for nothing said.
    public func map(beside others: [InspectedPositions] = [], model: String = "") -> RasterChart {
        RasterChart(
            title: Self.title("Positions by dimension", model),
            panels: ([self] + others).map { positions in
                let largest = positions.vectors.joined().reduce(0) { max($0, abs($1)) }
                let reach = positions.arrangement == nil ? largest : 1
                return RasterChart.Panel(
                    title: positions.title, note: positions.order, values: positions.vectors,
                    range: -reach...reach, valueTitle: "value")
            }, rowTitle: "position", columnTitle: "dimension")
    }

    /// Some dimensions as waves over the positions, with their wavelengths.
    ///
    /// - Parameters:
    ///   - dimensions: Which; nil for up to four of which these positions show much.
    ///   - others: Positions of which the same dimensions are shown beside.
    ///   - model: What the title calls the model; empty for nothing said.
    /// - Throws: `CalqueError` that says which dimensions there are.
    public func waves(
        ofDimensions dimensions: [Int]? = nil, beside others: [InspectedPositions] = [],
        model: String = ""
    ) throws -> CurveChart {
        let all = [self] + others
        let narrowest = all.map(\.width).min() ?? width
        let dimensions = dimensions ?? exampleDimensions.filter { $0 < narrowest }
        return CurveChart(
            title: Self.title("Waves by dimension", model),
            panels: try all.map { positions in
                CurveChart.Panel(
                    title: positions.title, unit: positions.order,
                    series: try dimensions.map { try positions.wave(ofDimension: $0).series })
            }, horizontalTitle: "position", columns: min(2, all.count))
    }

    /// Dimensions that differ in what can be seen of them: waves that repeat eight times, four
    /// times, twice and once within the positions shown; where there are no wavelengths, one of
    /// each quarter.
    private var exampleDimensions: [Int] {
        guard let wavelengths else { return Set((0..<4).map { $0 * width / 4 }).sorted() }
        let sines = (0..<width).filter {
            arrangement?.term(ofColumn: $0, width: width).function == .sine
        }
        let wanted = [8.0, 4, 2, 1].map { Double(count) / $0 }
        let nearest = wanted.compactMap { length in
            sines.min { abs(wavelengths[$0] - length) < abs(wavelengths[$1] - length) }
        }
        return Set(nearest).sorted()
    }

    /// How like each other positions are by their distance, as scalar product and as cosine: the
    /// mean over all places, the smallest and the largest.
    ///
    /// - Parameters:
    ///   - others: Positions that are shown below these.
    ///   - model: What the title calls the model; empty for nothing said.
    public func similarity(
        beside others: [InspectedPositions] = [], model: String = ""
    ) -> CurveChart {
        CurveChart(
            title: Self.title("Likeness of positions by distance", model),
            panels: ([self] + others).flatMap { positions in
                [
                    positions.panel("scalar product") { $0.dotProduct },
                    positions.panel("cosine") { $0.cosine },
                ]
            }, horizontalTitle: "distance of the two positions", columns: 2)
    }

    private func panel(
        _ measure: String, _ spread: (Distance) -> Spread?
    ) -> CurveChart.Panel {
        func series(_ name: String, _ value: (Spread) -> Double) -> CurveChart.Series {
            CurveChart.Series(
                name: name,
                points: distances.map { distance in
                    .init(x: Double(distance.distance), y: spread(distance).map(value))
                })
        }
        let mean = series("mean over all places", \.mean)
        return CurveChart.Panel(
            title: title, unit: measure,
            series: isSameEverywhere(spread)
                ? [mean] : [series("smallest", \.smallest), series("largest", \.largest), mean])
    }

    /// Whether only the distance counts, as for sinusoids, but for rounding.
    private func isSameEverywhere(_ spread: (Distance) -> Spread?) -> Bool {
        distances.compactMap(spread).allSatisfy {
            $0.largest - $0.smallest <= 1e-4 * max(1, abs($0.mean))
        }
    }

    private static func title(_ subject: String, _ model: String) -> String {
        model.isEmpty ? subject : "\(model): \(subject)"
    }
}

extension InspectedPositions.Wave {
    fileprivate var series: CurveChart.Series {
        var name = "dimension \(dimension)"
        if let function, let wavelength {
            name += ": \(function.rawValue), wavelength \(NumberText.short(wavelength))"
        }
        return CurveChart.Series(
            name: name, points: values.enumerated().map { .init(x: Double($0), y: Double($1)) })
    }
}
