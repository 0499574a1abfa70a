#include "CSentencePiece.h"

#include <exception>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

namespace sentencepiece {
namespace random {
// The generator that SampleEncode draws from, one for each thread. The library exports it but
// declares it in no public header; SetRandomGeneratorSeed reaches only the generators of threads
// that have not drawn yet.
std::mt19937 *GetRandomGenerator();
}  // namespace random
}  // namespace sentencepiece

struct csp_text {
    std::string bytes;
};

struct csp_model {
    sentencepiece::SentencePieceProcessor processor;
};

namespace {

using Settings = std::unordered_map<std::string, std::string>;
using sentencepiece::util::Status;

struct Pieces : csp_pieces {
    std::vector<int32_t> piece_ids;
    std::vector<size_t> piece_ends;
    std::string piece_bytes;
    std::vector<size_t> piece_text_starts;
    std::vector<size_t> piece_text_ends;
};

std::string_view string_view(csp_view view) { return {view.bytes, view.count}; }

csp_view view(const std::string &string) { return {string.data(), string.size()}; }

/// The reason in a status, without the place in the library's source before it, if anything else is
/// said.
csp_text *reason(const Status &status) {
    if (status.ok()) return nullptr;
    const std::string message = status.message();
    const std::string place_end = ")] ";
    const size_t end = message.find(place_end);
    if (end == std::string::npos || end + place_end.size() == message.size()) {
        return new csp_text{message};
    }
    return new csp_text{message.substr(end + place_end.size())};
}

/// Runs `body`, which returns a reason or NULL, and turns its exceptions into reasons.
template <typename Body>
csp_text *guarded(Body body) {
    try {
        return body();
    } catch (const std::exception &exception) {
        return new csp_text{exception.what()};
    }
}

class Sentences : public sentencepiece::SentenceIterator {
  public:
    Sentences(csp_next_sentence next, void *context) : next_(next), context_(context) { Next(); }

    bool done() const override { return done_; }
    const std::string &value() const override { return sentence_.bytes; }
    Status status() const override { return Status(); }

    void Next() override {
        done_ = !next_(context_, &sentence_);
    }

  private:
    const csp_next_sentence next_;
    void *const context_;
    csp_text sentence_;
    bool done_ = false;
};

}  // namespace

csp_view csp_text_view(const csp_text *text) { return view(text->bytes); }

void csp_text_set(csp_text *text, csp_view content) { text->bytes = string_view(content); }

void csp_text_delete(csp_text *text) { delete text; }

csp_text *csp_model_load(csp_view serialized, csp_model **model) {
    return guarded([&] {
        auto loaded = std::make_unique<csp_model>();
        const Status status = loaded->processor.LoadFromSerializedProto(string_view(serialized));
        if (status.ok()) *model = loaded.release();
        return reason(status);
    });
}

void csp_model_delete(csp_model *model) { delete model; }

csp_text *csp_model_serialize(const csp_model *model) {
    return new csp_text{model->processor.serialized_model_proto()};
}

int32_t csp_piece_count(const csp_model *model) { return model->processor.GetPieceSize(); }

csp_view csp_piece(const csp_model *model, int32_t id) {
    return view(model->processor.IdToPiece(id));
}

csp_piece_kind csp_kind(const csp_model *model, int32_t id) {
    const auto &processor = model->processor;
    if (processor.IsUnknown(id)) return csp_piece_unknown;
    if (processor.IsControl(id)) return csp_piece_control;
    if (processor.IsByte(id)) return csp_piece_byte;
    if (processor.IsUnused(id)) return csp_piece_unused;
    return csp_piece_normal;
}

float csp_score(const csp_model *model, int32_t id) { return model->processor.GetScore(id); }

int32_t csp_piece_id(const csp_model *model, csp_view piece) {
    return model->processor.PieceToId(string_view(piece));
}

csp_text *csp_encode(const csp_model *model, csp_view text, const csp_sampling *sampling,
                     const csp_pieces **pieces) {
    return guarded([&]() -> csp_text * {
        sentencepiece::ImmutableSentencePieceText encoded;
        Status status;
        if (sampling == nullptr) {
            status = model->processor.Encode(string_view(text), encoded.mutable_proto());
        } else {
            sentencepiece::random::GetRandomGenerator()->seed(sampling->seed);
            // -1: of all segmentations, not of the n best.
            status = model->processor.SampleEncode(string_view(text), -1, sampling->alpha,
                                                   encoded.mutable_proto());
        }
        if (!status.ok()) return reason(status);

        auto result = std::make_unique<Pieces>();
        for (const auto &piece : encoded.pieces()) {
            result->piece_ids.push_back(static_cast<int32_t>(piece.id()));
            result->piece_bytes += piece.piece();
            result->piece_ends.push_back(result->piece_bytes.size());
            result->piece_text_starts.push_back(piece.begin());
            result->piece_text_ends.push_back(piece.end());
        }
        result->count = result->piece_ids.size();
        result->ids = result->piece_ids.data();
        result->ends = result->piece_ends.data();
        result->bytes = result->piece_bytes.data();
        result->text_starts = result->piece_text_starts.data();
        result->text_ends = result->piece_text_ends.data();
        *pieces = result.release();
        return nullptr;
    });
}

void csp_pieces_delete(const csp_pieces *pieces) { delete static_cast<const Pieces *>(pieces); }

csp_text *csp_decode(const csp_model *model, const csp_view *pieces, size_t count,
                     csp_text **text) {
    return guarded([&] {
        std::vector<std::string_view> views;
        for (size_t i = 0; i < count; i++) views.push_back(string_view(pieces[i]));
        auto decoded = std::make_unique<csp_text>();
        const Status status = model->processor.Decode(views, &decoded->bytes);
        if (status.ok()) *text = decoded.release();
        return reason(status);
    });
}

csp_text *csp_train(const csp_setting *settings, size_t setting_count, csp_next_sentence next,
                    void *context, csp_text **serialized) {
    csp_text *failure = guarded([&] {
        Settings arguments = {{"minloglevel", "3"}};  // 3: fatal errors alone
        for (size_t i = 0; i < setting_count; i++) arguments[settings[i].name] = settings[i].value;
        Sentences sentences(next, context);
        auto trained = std::make_unique<csp_text>();
        const Status status =
            sentencepiece::SentencePieceTrainer::Train(arguments, &sentences, &trained->bytes);
        if (status.ok()) *serialized = trained.release();
        return reason(status);
    });
#if defined(__GLIBC__)
    // The sentences were many small blocks, whose pages the process would otherwise keep.
    malloc_trim(0);
#endif
    return failure;
}
