import Layers
import Testing

struct SpikeClippingTests {
    @Test func theFirstGradientPassesAndSetsTheLimit() {
        var clipping = SpikeClipping(factor: 5)
        #expect(clipping.limit == .infinity)
        clipping.record(0.2)
        #expect(clipping.limit == 1)
    }

    @Test func theLimitFollowsGradientsDown() {
        var clipping = SpikeClipping(factor: 5)
        clipping.record(100)
        for _ in 0..<2000 { clipping.record(0.01) }
        #expect(abs(clipping.limit - 0.05) < 1e-6)
    }

    @Test func aSpikeCountsNoLongerThanItsLimit() {
        var clipping = SpikeClipping(factor: 5)
        clipping.record(1)
        clipping.record(1e6)
        #expect(abs(clipping.limit - 5 * (0.99 + 0.01 * 5)) < 1e-12)
    }
}
