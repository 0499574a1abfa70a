// swift-tools-version: 6.2
import PackageDescription

// Every Swift target is compiled the same way.
let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

func swift(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
    .target(
        name: name, dependencies: dependencies, resources: resources,
        swiftSettings: swiftSettings)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil,
    excluding files: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: files, resources: resources,
        swiftSettings: swiftSettings)
}

let arguments: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")

// In the order of the path of the data: each target imports only targets above it.
let package = Package(
    name: "Calque",
    platforms: [.macOS(.v14)],
    products: [
        .library(name: "CalqueKit", targets: ["CalqueKit"]),
        .library(name: "CalqueC", type: .dynamic, targets: ["CalqueC"]),
        .executable(name: "calque", targets: ["calque"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
        // Without swift-configuration: a service's configuration is a file of its own.
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0",
            traits: ["FullFoundation"]),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        .target(name: "COneDNN", linkerSettings: [.linkedLibrary("dnnl")]),
        .target(name: "CKernels"),
        .target(
            name: "CSentencePiece",
            linkerSettings: [
                .linkedLibrary("sentencepiece"), .linkedLibrary("sentencepiece_train"),
            ]),
        .target(name: "CICU", linkerSettings: [.linkedLibrary("icuuc")]),
        .target(name: "CCLD2", linkerSettings: [.linkedLibrary("cld2")]),
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(
            name: "CZstd", pkgConfig: "libzstd",
            providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .systemLibrary(
            name: "CLZMA", pkgConfig: "liblzma",
            providers: [.apt(["liblzma-dev"]), .brew(["xz"])]),
        .systemLibrary(
            name: "CGumbo", pkgConfig: "gumbo",
            providers: [.apt(["libgumbo-dev"]), .brew(["gumbo-parser"])]),
        .systemLibrary(
            name: "CExpat", pkgConfig: "expat",
            providers: [.apt(["libexpat1-dev"]), .brew(["expat"])]),
        // The header of what calls MPI, and what loads it. MPI itself is needed to compile the rest.
        .target(name: "CMPI", exclude: ["Plugin"]),
        swift("Basics", ["CZlib", "CZstd", "CLZMA", "CExpat"]),
        swift("Ranks", ["CMPI", "Basics"]),
        swift("Tensors", ["COneDNN", "CKernels", "Basics"]),
        swift("Layers", ["Ranks", "Tensors"]),
        swift("Text", ["CSentencePiece", "CICU", "CCLD2", "CExpat", "Basics"]),
        swift("EmbeddedCorpus", ["Basics"]),
        swift("Figures"),
        // Its resources are in the program itself: an installed executable has no folder beside it.
        swift("Pages", ["Basics", "Figures"], resources: [.embedInCode("Resources")]),
        swift("Models", ["Layers", "Text"]),
        swift("Training", ["Ranks", "Models", "Figures"]),
        swift("AlgorithmicTasks", ["Layers", "Figures"]),
        swift("Translation", ["Models"]),
        swift("Conversion", ["Models", "Yams"]),
        swift("Inspection", ["Translation", "Figures", "Pages"]),
        swift("Documents", ["Translation", "CGumbo", "CExpat"]),
        swift(
            "Workflows",
            ["Ranks", "Training", "Translation", "Conversion", "EmbeddedCorpus", "Yams"]),
        swift(
            "CalqueKit",
            ["Ranks", "Workflows", "AlgorithmicTasks", "Conversion", "Inspection", "Documents"]),
        .target(
            name: "Service",
            dependencies: [
                "CalqueKit", "Pages", "Yams", .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            resources: [.embedInCode("Resources")],
            swiftSettings: swiftSettings),
        // What other languages call. The header is a target of its own, for Swift implements it.
        .target(name: "CCalque"),
        swift("CalqueC", ["CalqueKit", "CCalque"]),
        .executableTarget(
            name: "calque", dependencies: ["CalqueKit", "Service", "EmbeddedCorpus", arguments],
            swiftSettings: swiftSettings),
        // What tests share; no product has it.
        .target(
            name: "TestSupport", dependencies: ["Translation", "Conversion", "Ranks"],
            path: "Tests/TestSupport",
            swiftSettings: swiftSettings),
        tests("BasicsTests", ["Basics", "CZstd", "CLZMA", "TestSupport"]),
        tests("RanksTests", ["Ranks", "TestSupport"]),
        tests("TensorsTests", ["Tensors", "CKernels", "TestSupport"]),
        tests("LayersTests", ["Layers", "TestSupport"], resources: [.copy("Fixtures")]),
        tests("TextTests", ["Text", "TestSupport"]),
        tests("EmbeddedCorpusTests", ["EmbeddedCorpus"]),
        tests("FiguresTests", ["Figures"]),
        tests("PagesTests", ["Pages"]),
        tests("ModelsTests", ["Models", "TestSupport"], resources: [.copy("Fixtures")]),
        tests("TrainingTests", ["Ranks", "Training", "Translation", "TestSupport"]),
        tests("AlgorithmicTasksTests", ["AlgorithmicTasks", "TestSupport"]),
        tests("TranslationTests", ["Translation", "TestSupport"]),
        tests(
            "WorkflowsTests", ["Ranks", "Workflows", "EmbeddedCorpus", "TestSupport"],
            resources: [.copy("Fixtures")]),
        tests("ConversionTests", ["Conversion", "TestSupport"], resources: [.copy("Fixtures")]),
        tests("InspectionTests", ["Inspection", "TestSupport"]),
        tests("DocumentsTests", ["Documents", "TestSupport"]),
        tests(
            "ServiceTests",
            ["Service", "TestSupport", .product(name: "NIOEmbedded", package: "swift-nio")]),
        tests("CalqueKitTests", ["CalqueKit"]),
        tests("CommandTests", ["CalqueKit", "TestSupport"], excluding: ["Help"]),
    ]
)
