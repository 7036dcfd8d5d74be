#include <algorithm>
#include <cstdlib>

#include "server/node/control_line.h"
#include "server/node/line_node_control.h"
#include "tests/control/kept_lines.h"
#include "tests/fuzz/application.h"

using namespace lk;
using namespace lk::node;

namespace {

// How often an answer came.
class Heard {
 public:
  template <typename T>
  NodeControl::Reply<T> once() {
    const std::size_t place = m_times.size();
    m_times.push_back(0);
    return [this, place](const Result<T>& result) {
      if (!result && result.error().text.empty()) std::abort();
      if (++m_times[place] > 1) std::abort();
    };
  }
  [[nodiscard]] bool all() const {
    return std::ranges::all_of(m_times, [](int times) { return times == 1; });
  }

 private:
  std::vector<int> m_times;
};

}  // namespace

// A node's lines to a console, of any kind: whatever it asked has one answer, an error at the latest when the link
// ends.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  lk::fuzz::makeApplication();
  const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
  lk::test::KeptLines lines;
  LineNodeControl control(lines, std::chrono::hours(1));
  QObject context;
  Heard heard;
  lines.setOpen(false);
  control.setTrace(QStringLiteral("pump-7"), true);  // 1
  lines.setOpen(true);
  control.greet();                                                                  // 2
  control.fetch({}, &context, heard.once<Snapshot>());                              // 3
  control.send({{}, {}}, &context, heard.once<QStringList>());                      // 4
  control.kick({QStringLiteral("pump-7")}, &context, heard.once<KickOutcome>());    // 5
  control.drain({}, 5, &context, heard.once<void>());                               // 6
  control.inspect(QStringLiteral("pump-7"), &context, heard.once<DeviceReport>());  // 7
  for (const QByteArray& line : bytes.split('\n')) {
    Q_EMIT lines.lineArrived(line);
    Q_EMIT lines.batchRead();
  }
  for (const QByteArray& line : lines.written()) {
    qint64 id = 0;
    if (!parseRequest(line, id)) std::abort();
  }
  control.lose(QStringLiteral("over"));
  control.inspect(QStringLiteral("pump-7"), &context, heard.once<DeviceReport>());
  QCoreApplication::sendPostedEvents(&control, QEvent::MetaCall);
  if (!heard.all() || control.state() != NodeControl::State::Lost) std::abort();
  return 0;
}
