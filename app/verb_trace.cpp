#include <QDateTime>
#include <QTimer>
#include <algorithm>
#include <array>

#include "app/verb.h"
#include "server/base/vocabulary.h"
#include "server/node/control_codec.h"

namespace lk::app {

namespace {

using node::Snapshot;
using node::TracedFrame;

constexpr std::chrono::milliseconds kEvery{200};
constexpr std::array kFrameNames = {"?",      "HELLO",      "WELCOME", "PING",        "PONG",
                                    "REPORT", "REPORT_ACK", "COMMAND", "COMMAND_ACK", "CLOSE"};

QString s(const char* text) { return QString::fromUtf8(text); }

QString frameName(quint8 type) { return s(kFrameNames[type < kFrameNames.size() ? type : 0]); }

class TraceVerb final : public Verb {
 public:
  using Verb::Verb;

  void start() override {
    const auto seconds = m_line.number(s("seconds"), 0, 1, 86'400);
    if (!seconds) return fail(seconds.error());
    if (m_line.words.size() != 1) return fail({Error::Code::Usage, "name one device: linekeeper trace DEVICE"});
    if (const auto id = checkDeviceId(m_line.words.front()); !id) return fail(id.error());
    withNode([this, seconds = *seconds] {
      // What was traced before, for others, is not ours to show.
      fetch([this, seconds] {
        control().setTrace(m_line.words.front(), true);
        sayIfAway();
        if (seconds > 0) QTimer::singleShot(std::chrono::seconds(seconds), this, [this] { interrupted(); });
        again();
      });
    });
  }

 protected:
  void interrupted() override {
    m_output.endArray();
    end(kDone);
  }

 private:
  void again() {
    if (m_output.isBroken()) return end(kAnswerIsNo);
    QTimer::singleShot(kEvery, this, [this] { fetch([this] { again(); }); });
  }

  // Else nothing would be seen, and nobody would know why.
  void sayIfAway() {
    control().inspect(m_line.words.front(), this, [this](const Result<node::DeviceReport>& report) {
      if (!report || !report->silent.isEmpty()) return;
      if (std::ranges::any_of(report->nodes, &node::DeviceAtNode::connected)) return;
      m_output.note(s("linekeeper: %1 is not connected; its frames are shown when it comes").arg(report->device));
    });
  }

  void fetch(std::function<void()> then) {
    node::SnapshotRequest request;
    request.sessions = request.events = request.commands = false;
    request.trace = true;
    request.since = m_cursor;
    control().fetch(request, this, [this, then = std::move(then)](const Result<Snapshot>& snapshot) {
      if (!snapshot) return fail(snapshot.error());
      m_cursor = snapshot->cursor;
      if (std::exchange(m_begun, true)) show(*snapshot);
      then();
    });
  }

  void show(const Snapshot& snapshot) {
    if (snapshot.framesDropped > 0) {
      m_output.note(s("too many to keep: %1").arg(counted(static_cast<qint64>(snapshot.framesDropped), "frame")));
    }
    for (const TracedFrame& frame : snapshot.frames) {
      if (frame.device != m_line.words.front()) continue;
      QJsonObject json = toJson(frame);
      json.insert(s("name"), frameName(frame.type));
      m_output.arrayItem(json);
      m_output.line(lineOf(frame));
    }
  }

  static QString lineOf(const TracedFrame& frame) {
    const QString time = QDateTime::fromMSecsSinceEpoch(frame.atUs / 1000).toString(s("HH:mm:ss.zzz"));
    QString line = s("%1 %2 %3 id=%4 length=%5")
                       .arg(time, frame.fromDevice ? s("→") : s("←"), frameName(frame.type).leftJustified(11))
                       .arg(frame.id)
                       .arg(frame.length);
    if (frame.payload.isEmpty()) return line;
    constexpr qsizetype kShown = 64;
    QString text = QString::fromLatin1(frame.payload.left(kShown));
    std::ranges::replace_if(
        text, [](QChar c) { return c < QChar(0x20) || c > QChar(0x7E); }, QLatin1Char('.'));
    return line + s("  ") + QString::fromLatin1(frame.payload.left(kShown).toHex(' ')) + s("  ") + text +
           (frame.length > kShown ? s(" …") : QString());
  }

  node::Cursor m_cursor;
  bool m_begun = false;
};

}  // namespace

std::unique_ptr<Verb> makeTrace(const CommandLine& line) { return std::make_unique<TraceVerb>(line); }

}  // namespace lk::app
