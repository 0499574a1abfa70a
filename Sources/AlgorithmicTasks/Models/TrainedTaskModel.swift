import Basics
public import Foundation
import Tensors

/// A network with what it learned, and on which task.
public struct TrainedTaskModel<Task: AlgorithmicTask>: Sendable {
    /// The task, with the sizes it was trained at.
    public let task: Task
    /// The sizes of the network.
    public let configuration: TaskModelConfiguration
    /// The network.
    public let model: any TaskModel

    /// A network with random weights.
    ///
    /// - Throws: `CalqueError` when there is no such task or network.
    public init(_ task: Task, _ configuration: TaskModelConfiguration, seed: UInt64) throws {
        try self.init(task, configuration)
        var random = RandomSource(seed: seed)
        model.parameters.initialize(using: &random)
    }

    private init(_ task: Task, _ configuration: TaskModelConfiguration) throws {
        try task.validate()
        try configuration.validate()
        self.task = task
        self.configuration = configuration
        model = configuration.makeModel(outputWidth: task.outputWidth)
    }
}

/// The name of the task in a configuration.
private struct TaskName: Decodable {
    let task: String
}

/// The folder that a network is saved in: `config.json` and `model.safetensors`.
extension TrainedTaskModel {
    private struct Configuration: Codable {
        let modelType: String
        let task: String
        let settings: Task
        let network: TaskModelConfiguration

        enum CodingKeys: String, CodingKey {
            case modelType = "model_type"
            case task, settings, network
        }
    }

    private static var configurationName: String { "config.json" }
    /// The files of a folder.
    static var fileNames: [String] { [configurationName, SafetensorsCollection.fileName] }
    private static var modelType: String { "calque_algorithmic_task" }

    /// Writes the two files into the folder, which exists: the weights last, so that a folder which has
    /// them is whole.
    ///
    /// - Throws: `CalqueError` when they cannot be written.
    public func save(to url: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let configuration = try encoder.encode(
            Configuration(
                modelType: Self.modelType, task: Task.name, settings: task,
                network: self.configuration))
        try AtomicFile.write(
            configuration, to: url.appendingPathComponent(Self.configurationName))
        try SafetensorsWriter.write(
            model.parameters.safetensors(),
            to: url.appendingPathComponent(SafetensorsCollection.fileName))
    }

    /// Reads a folder.
    ///
    /// - Throws: `CalqueError` when it is no such folder, is of another task, or is damaged.
    public init(directory url: URL) throws {
        let file = url.appendingPathComponent(Self.configurationName)
        let configuration: Configuration
        do {
            let data = try Data(contentsOf: file)
            try Self.checkTask(data, file)
            configuration = try JSONDecoder().decode(Configuration.self, from: data)
        } catch let error as CalqueError {
            throw error
        } catch {
            throw CalqueError(
                """
                \(file.path) is not the configuration of a network for the task \(Task.name) \
                (\(error.localizedDescription)).
                """, remedy: .giveTaskFolder(task: Task.name), kind: .model)
        }
        do {
            try self.init(configuration.settings, configuration.network)
        } catch let error as CalqueError {
            throw error.prefixed(by: "\(file.path): ", kind: .model)
        }
        try model.parameters.load(from: SafetensorsCollection(directory: url), path: url.path)
    }

    private static func checkTask(_ data: Data, _ file: URL) throws {
        let task = try JSONDecoder().decode(TaskName.self, from: data).task
        guard task == Task.name else {
            throw CalqueError(
                "\(file.path) was trained on the task \(task).", remedy: .useForTask(task: task),
                kind: .model)
        }
    }
}
