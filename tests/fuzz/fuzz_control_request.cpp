#include <QJsonDocument>
#include <QJsonObject>
#include <cstdlib>
#include <memory>

#include "server/node/control_connection.h"
#include "tests/control/fake_node_service.h"
#include "tests/control/kept_lines.h"
#include "tests/fuzz/application.h"

using namespace lk::node;

namespace {

// Lines that end an answer.
qsizetype answersIn(const QByteArrayList& lines) {
  qsizetype count = 0;
  for (const QByteArray& line : lines) {
    const auto document = QJsonDocument::fromJson(line);
    if (!document.isObject()) std::abort();
    const QJsonObject object = document.object();
    if (object.contains(QLatin1StringView("update"))) continue;
    if (!object.value(QLatin1StringView("id")).isDouble()) std::abort();
    count += object.value(QLatin1StringView("more")).toBool() ? 0 : 1;
  }
  return count;
}

}  // namespace

// A console's lines to a node, of any kind: each request has one answer, nothing is done for what is none, and what was
// switched on ends with the console.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  lk::fuzz::makeApplication();
  const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
  lk::test::FakeNodeService node;
  node.connectDevice(QStringLiteral("pump-7"));
  node.noteEvents(501);  // more than one line of an answer holds
  auto channel = std::make_unique<lk::test::KeptLines>();
  QByteArrayList written;
  {
    QObject owner;
    lk::test::KeptLines* lines = channel.release();
    new ControlConnection(node, lines, &owner);
    qsizetype asked = 0;
    for (const QByteArray& line : bytes.split('\n')) {
      if (!lines->isOpen()) break;
      qint64 id = 0;
      const int before = node.asked();
      const bool good = parseRequest(line, id).ok();
      ++asked;
      Q_EMIT lines->lineArrived(line);
      if (!good && node.asked() != before) std::abort();
      QCoreApplication::sendPostedEvents(nullptr, QEvent::MetaCall);
      if (lines->isOpen() == (!good && id == 0)) std::abort();
    }
    while (true) {
      const qsizetype had = lines->written().size();
      QCoreApplication::sendPostedEvents(nullptr, QEvent::MetaCall);
      if (lines->written().size() == had) break;
    }
    written = lines->written();
    // The refusal of what is no request at all stands as the last word.
    if (answersIn(written) != asked) std::abort();
  }
  if (!node.traced().isEmpty()) std::abort();
  for (const CommandRequest& command : node.sent()) {
    if (command.id.isEmpty()) std::abort();
  }
  return 0;
}
