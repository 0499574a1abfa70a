import Foundation
import Inspection
import Layers
import Testing
import Text

/// The data in a page, as its script reads it.
struct PageContents: Decodable {
    struct Opening: Decodable, Equatable {
        let site: AttentionSite
        let layer: Int
        let head: Int?
    }

    struct Attention: Decodable {
        struct Layer: Decodable {
            let site: AttentionSite
            let layer: Int
            let heads: [String]
        }

        let source: InspectedText
        let target: InspectedText
        let layers: [Layer]
    }

    struct Steps: Decodable {
        struct Layer: Decodable {
            let site: AttentionSite
            let layer: Int
            let isScaled: Bool
            let isCausal: Bool
            let width: Int
            let queries: String
            let keys: String
            let values: String
        }

        let layers: [Layer]
    }

    struct Beam: Decodable {
        struct Node: Decodable {
            struct Fate: Decodable {
                let kind: String
                let step: Int?
                let rank: Int?
                let score: Double?
            }

            let parent: Int?
            let step: Int
            let piece: String
            let logProbability: Double
            let sum: Double
            let rank: Int?
            let fate: Fate
        }

        struct Translation: Decodable {
            let text: String
            let logProbability: Double
            let score: Double
        }

        let beamSize: Int
        let nodes: [Node]
        let reference: [Int]
        let translations: [Translation]
        let caption: String
        let hiddenCount: Int
    }

    struct Layers: Decodable {
        struct Prediction: Decodable {
            struct Candidate: Decodable {
                let piece: String
                let probability: Double
            }

            let best: [Candidate]
            let finalRank: Int
            let targetRank: Int
        }

        struct Sublayer: Decodable {
            let stack: AttentionRecord.Stack
            let kind: InspectedLayers.SublayerKind
            let addedNorm: Double
        }

        let predictions: [[Prediction]]
        let sublayers: [Sublayer]
    }

    struct Contrast: Decodable {
        struct Translation: Decodable {
            let words: [String]
            let logProbabilities: [Double]
            let differingWords: [Int]
        }

        let first: Translation
        let second: Translation
        let gradientTimesInput: [Double]
        let occlusion: [Double]
        let difference: Double
    }

    struct Sections: Decodable {
        let steps: Steps?
        let beam: Beam?
        let layers: Layers?
        let contrast: Contrast?
        let dictionary: Bool?
    }

    let model: String
    let attention: Attention
    let decoderKeys: InspectedText
    let opening: Opening
    let reference: Alignment?
    let sections: Sections

    /// What is in a page.
    init(of html: String) throws {
        let pattern = /(?s)<script type="application\/json" id="data">(.*?)<\/script>/
        let data = try #require(html.firstMatch(of: pattern)).output.1
        self = try JSONDecoder().decode(Self.self, from: Data(data.utf8))
    }
}

/// The numbers of a text: 16-bit floating point in base64, as the page's script reads them.
func numbers(_ text: String) throws -> [Float] {
    let bytes = [UInt8](try #require(Data(base64Encoded: text)))
    return stride(from: 0, to: bytes.count, by: 2).map { place in
        let bits = Int(bytes[place]) | Int(bytes[place + 1]) << 8
        let (exponent, fraction) = (bits >> 10 & 31, Float(bits & 1023))
        let size =
            exponent == 0
            ? fraction * 0x1p-24
            : (1 + fraction / 1024) * Float(sign: .plus, exponent: exponent - 15, significand: 1)
        return bits >> 15 == 1 ? -size : size
    }
}
