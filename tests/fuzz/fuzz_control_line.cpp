#include <QJsonArray>
#include <cstdlib>

#include "server/node/control_codec.h"
#include "server/node/control_line.h"

using namespace lk::node;

// The socket's bytes in pieces, each line as a request, each request's body as everything it could be.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 1) return 0;
  constexpr qsizetype kLongest = 3000;
  LineSplitter lines(kLongest);
  QByteArrayView bytes(data + 1, static_cast<qsizetype>(size) - 1);
  const qsizetype piece = 1 + data[0] * 4;
  while (!bytes.isEmpty()) {
    const QByteArrayView some = bytes.first(std::min(piece, bytes.size()));
    lines.feed(some);
    while (const auto line = lines.next()) {
      if (line->size() > kLongest) std::abort();
      qint64 id = 0;
      const auto request = parseRequest(*line, id);
      if (!request) {
        if (request.error().text.empty()) std::abort();
        continue;
      }
      if (request->id < 1) std::abort();
      SnapshotRequest wanted;
      (void)fromJson(request->body, wanted);
      Snapshot snapshot;
      (void)fromJson(request->body, snapshot);
      for (const QJsonValue item : request->body.value(QLatin1StringView("commands")).toArray()) {
        CommandRequest command;
        (void)fromJson(item.toObject(), command);
        CommandUpdate update;
        if (fromJson(item.toObject(), update)) (void)toJson(update);
      }
    }
    bytes = bytes.sliced(some.size());
  }
  return 0;
}
