import Documents
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// `GET /download_file/NAME`: a document that was translated.
struct DownloadRoute: Sendable {
    let state: ServiceState

    func respond(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try state.admission.count(request, context)
        guard state.configuration.features.translatesFiles else {
            throw ServiceProblem(.badRequest, "Files translation are disabled on this server.")
        }
        let name = String(request.uri.path.dropFirst("/download_file/".count))
        guard !name.isEmpty, FileShelf.safe(name, limit: FileShelf.unguessableLimit) == name else {
            throw ServiceProblem(.badRequest, "Invalid filename")
        }
        guard let item = await state.shelf.item(name) else {
            throw ServiceProblem(.notFound, "There is no such file, or it is no longer kept.")
        }
        let bytes = try Data(contentsOf: item.url)
        let type = DocumentFormat.of(fileName: item.name)?.mediaType
        let headers: HTTPFields = [
            .contentType: type ?? "application/octet-stream",
            .contentDisposition: "attachment; filename=\"\(item.name)\"",
        ]
        return Response(
            status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
