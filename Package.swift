// swift-tools-version: 6.1
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
        .executable(name: "calque", targets: ["calque"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
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
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        swift("Basics", ["CZlib"]),
        swift("Tensors", ["COneDNN", "CKernels", "Basics"]),
        swift("Layers", ["Tensors"]),
        swift("Text", ["CSentencePiece", "CICU", "Basics"]),
        swift("EmbeddedCorpus", ["Basics"]),
        swift("Figures"),
        // Its resources are in the program itself: an installed executable has no folder beside it.
        swift("Pages", ["Basics", "Figures"], resources: [.embedInCode("Resources")]),
        swift("Models", ["Layers", "Text"]),
        swift("Training", ["Models", "Figures"]),
        swift("AlgorithmicTasks", ["Layers", "Figures"]),
        swift("Translation", ["Models"]),
        swift("Conversion", ["Models", "Yams"]),
        swift("Inspection", ["Translation", "Figures", "Pages"]),
        swift("Workflows", ["Training", "Translation", "Conversion", "EmbeddedCorpus", "Yams"]),
        swift("CalqueKit", ["Workflows", "AlgorithmicTasks", "Conversion", "Inspection"]),
        .executableTarget(
            name: "calque", dependencies: ["CalqueKit", "EmbeddedCorpus", arguments],
            swiftSettings: swiftSettings),
        // What tests share; no product has it.
        .target(
            name: "TestSupport", dependencies: ["Translation", "Conversion"],
            path: "Tests/TestSupport",
            swiftSettings: swiftSettings),
        tests("BasicsTests", ["Basics", "TestSupport"]),
        tests("TensorsTests", ["Tensors", "CKernels", "TestSupport"]),
        tests("LayersTests", ["Layers", "TestSupport"], resources: [.copy("Fixtures")]),
        tests("TextTests", ["Text", "TestSupport"]),
        tests("EmbeddedCorpusTests", ["EmbeddedCorpus"]),
        tests("FiguresTests", ["Figures"]),
        tests("PagesTests", ["Pages"]),
        tests("ModelsTests", ["Models", "TestSupport"], resources: [.copy("Fixtures")]),
        tests("TrainingTests", ["Training", "Translation", "TestSupport"]),
        tests("AlgorithmicTasksTests", ["AlgorithmicTasks", "TestSupport"]),
        tests("TranslationTests", ["Translation", "TestSupport"]),
        tests(
            "WorkflowsTests", ["Workflows", "EmbeddedCorpus", "TestSupport"],
            resources: [.copy("Fixtures")]),
        tests("ConversionTests", ["Conversion", "TestSupport"], resources: [.copy("Fixtures")]),
        tests("InspectionTests", ["Inspection", "TestSupport"]),
        tests("CalqueKitTests", ["CalqueKit"]),
        tests("CommandTests", ["CalqueKit", "TestSupport"], excluding: ["Help"]),
    ]
)
