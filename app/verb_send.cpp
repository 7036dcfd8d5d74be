#include <QFile>
#include <QHash>
#include <QTimer>
#include <QUuid>
#include <chrono>
#include <cstdio>
#include <utility>

#include "app/verb.h"
#include "server/base/base64.h"
#include "server/node/command_ledger.h"
#include "server/node/control_codec.h"

namespace lk::app {

namespace {

using namespace std::chrono_literals;
using node::CommandRequest;
using node::CommandUpdate;

constexpr qsizetype kMostAtOnce = 1000;        // of one request to the node
constexpr qsizetype kMostDevices = 1'000'000;  // each takes about a kilobyte until all have their results
constexpr std::chrono::milliseconds kTick{100};
constexpr std::chrono::seconds kGrace{5};  // past the timeout, for a node that has died

QString s(const char* text) { return QString::fromUtf8(text); }
Error usage(const QString& text) { return {Error::Code::Usage, text.toStdString()}; }

Result<QByteArray> readWhole(const QString& path) {
  QFile file(path);
  const bool opened = path == QLatin1StringView("-") ? file.open(stdin, QIODevice::ReadOnly)
                                                     : (file.setFileName(path), file.open(QIODevice::ReadOnly));
  if (!opened) return usage(s("cannot read %1: %2").arg(path, file.errorString()));
  return file.readAll();
}

Result<QByteArray> decodeHex(const QString& text) {
  QString digits = text;
  digits.remove(QLatin1Char(' '));
  const QByteArray bytes = QByteArray::fromHex(digits.toLatin1());
  if (digits.size() % 2 != 0 || bytes.toHex() != digits.toLatin1().toLower()) {
    return usage(s("'%1' is not hexadecimal: write two digits 0-9 a-f for each byte").arg(text));
  }
  return bytes;
}

Result<QByteArray> decodeBase64(const QString& text) {
  auto decoded = bytesOfBase64(text.toLatin1());
  if (!decoded) return usage(s("'%1' is not base64").arg(text));
  return std::move(*decoded);
}

class SendVerb final : public Verb {
 public:
  using Verb::Verb;

  void start() override {
    if (const auto read = readLine(); !read) return fail(read.error());
    withNode([this] { sendNext(); });
  }

 protected:
  void linkLost(const QString& why) override {
    m_lost = true;
    for (const QString& id : m_waiting.keys()) endAsUnacknowledged(id, s("the link to the node was lost: ") + why);
    finish();
  }

  // What was taken goes on; how far it came is said.
  void interrupted() override {
    if (m_next == 0) return Verb::interrupted();
    for (auto sent = m_waiting.constBegin(); sent != m_waiting.constEnd(); ++sent) {
      CommandUpdate& result = m_results[sent->place];
      result.id = sent.key();
      result.device = sent->device;
      result.reason = s("interrupted before the end");
    }
    finish();
  }

 private:
  struct Sent {
    qsizetype place;  // in m_results
    std::chrono::steady_clock::time_point giveUpAt;
    QString device;
  };

  Result<void> readLine() {
    QStringList words = m_line.words;
    const int forms = m_line.has(s("hex")) + m_line.has(s("base64")) + m_line.has(s("file"));
    if (forms > 1) return usage(s("--hex, --base64 and --file exclude each other"));
    auto payload = readPayload(words);
    if (!payload) return payload.error();
    if (m_line.has(s("devices-from"))) {
      const auto list = readWhole(m_line.value(s("devices-from")));
      if (!list) return list.error();
      for (const QByteArray& line : list->split('\n')) {
        if (const QByteArray id = line.trimmed(); !id.isEmpty()) words.push_back(QString::fromUtf8(id));
      }
    }
    if (words.isEmpty()) return usage(s("name a device: linekeeper send DEVICE PAYLOAD"));
    if (words.size() > kMostDevices) {
      return usage(
          s("%1 devices are more than the %2 that one send takes: split the list").arg(words.size()).arg(kMostDevices));
    }
    if (const auto id = checkId(words.size()); !id) return id.error();
    const auto ttl = m_line.number(s("ttl"), 0, 0, 604'800);
    const auto timeout = m_line.number(s("timeout"), 10, 1, 300);
    const auto rate = m_line.number(s("rate"), 0, 1, 1'000'000);
    for (const auto* number : {&ttl, &timeout, &rate}) {
      if (!*number) return number->error();
    }
    m_rate = *rate;
    for (const QString& device : words) {
      CommandRequest request;
      request.id = m_line.value(s("id"), QUuid::createUuid().toString(QUuid::WithoutBraces));
      request.device = device;
      request.payload = *payload;
      request.ttlS = *ttl;
      request.timeoutS = *timeout;
      m_toSend.push_back(request);
    }
    m_results.resize(m_toSend.size());
    return {};
  }

  [[nodiscard]] Result<void> checkId(qsizetype devices) const {
    if (!m_line.has(s("id"))) return {};
    if (devices > 1) return usage(s("--id goes with one device only"));
    if (!m_line.value(s("id")).isEmpty()) return {};
    return usage(s("--id is empty: write the command's id, 1 to 64 characters, or leave --id out for a new one"));
  }

  // Takes the payload off the words.
  Result<QByteArray> readPayload(QStringList& words) {
    if (m_line.has(s("file"))) return readWhole(m_line.value(s("file")));
    const qsizetype least = m_line.has(s("devices-from")) ? 1 : 2;
    if (words.size() < least) return usage(s("a device and a payload are wanted: linekeeper send DEVICE PAYLOAD"));
    const QString text = words.takeLast();
    if (m_line.has(s("hex"))) return decodeHex(text);
    if (m_line.has(s("base64"))) return decodeBase64(text);
    return text.toUtf8();
  }

  void sendNext() {
    connect(&control(), &node::NodeControl::commandChanged, this, &SendVerb::commandChanged);
    connect(&m_timer, &QTimer::timeout, this, &SendVerb::tick);
    m_started = std::chrono::steady_clock::now();
    m_timer.start(kTick);
    tick();
  }

  void tick() {
    const auto now = std::chrono::steady_clock::now();
    QStringList overdue;
    for (auto sent = m_waiting.constBegin(); sent != m_waiting.constEnd(); ++sent) {
      if (sent->giveUpAt <= now) overdue.push_back(sent.key());
    }
    for (const QString& id : overdue) endAsUnacknowledged(id, s("the node did not answer in time"));
    sendDue(now);
    finishIfDone();
  }

  void sendDue(std::chrono::steady_clock::time_point now) {
    qsizetype due = m_toSend.size();
    if (m_rate > 0) {
      const auto elapsed = std::chrono::duration<double>(now - m_started).count() + 0.1;
      due = std::min(due, static_cast<qsizetype>(elapsed * static_cast<double>(m_rate)));
    }
    while (m_next < due) {
      const QList<CommandRequest> some = m_toSend.mid(m_next, std::min(due - m_next, kMostAtOnce));
      for (const CommandRequest& request : some) {
        const auto giveUpAt = now + std::chrono::seconds(request.timeoutS + request.ttlS) + kGrace;
        m_waiting.insert(request.id, {m_next++, giveUpAt, request.device});
      }
      control().send(some, this, [this, count = some.size()](const Result<QStringList>& taken) {
        if (!taken) return m_lost ? void() : fail(taken.error());
        m_taken += count;
        finishIfDone();
      });
    }
  }

  void commandChanged(const CommandUpdate& update) {
    const auto sent = m_waiting.constFind(update.id);
    if (sent == m_waiting.constEnd()) return;
    m_output.line(lineOf(update));
    m_results[sent->place] = update;
    if (!update.final) return;
    m_waiting.erase(sent);
    finishIfDone();
  }

  static QString lineOf(const CommandUpdate& update) {
    QString line =
        update.device.leftJustified(20) + s("  ") + QString::fromUtf8(toText(update.status)).leftJustified(14);
    if (update.ackUs > 0) {
      line += s("  %1 ms").arg(static_cast<double>(update.ackUs) / 1000.0, 0, 'f', 1);
    } else if (update.status == CommandStatus::Written) {
      line += s("  %1 ms").arg(static_cast<double>(update.writeUs) / 1000.0, 0, 'f', 1);
    }
    if (update.status == CommandStatus::Failed) line += s("  code %1").arg(update.code);
    if (!update.answer.isEmpty()) {
      const QString text = QString::fromUtf8(update.answer);
      const bool plain = std::all_of(text.begin(), text.end(), [](QChar c) { return c.isPrint(); });
      line += s("  ") + (plain ? text : s("hex ") + QString::fromLatin1(update.answer.toHex()));
    }
    if (!update.reason.isEmpty()) line += s("  ") + update.reason;
    return line;
  }

  void endAsUnacknowledged(const QString& id, const QString& why) {
    const Sent sent = m_waiting.take(id);
    CommandUpdate& result = m_results[sent.place];
    result.id = id;
    result.device = sent.device;
    result.status = CommandStatus::Unacknowledged;
    result.final = true;
    result.reason = why;
    m_output.line(lineOf(result));
  }

  void finishIfDone() {
    if (m_next < m_toSend.size()) return;
    if (m_line.has(s("no-wait"))) {
      if (m_taken == m_toSend.size()) finishTaken();
    } else if (m_waiting.isEmpty()) {
      finish();
    }
  }

  void finishTaken() {
    m_waiting.clear();  // nobody waits for what becomes of them
    QJsonArray ids;
    for (const CommandRequest& request : m_toSend) ids.push_back(request.id);
    m_output.value(QJsonObject{{s("taken"), ids}});
    const QString by = wholeCluster() ? s("the cluster") : s("node ") + control().info().id;
    m_output.line(s("%1 taken by %2").arg(counted(ids.size(), "command"), by));
    const bool refused = std::any_of(m_results.begin(), m_results.end(), [](const CommandUpdate& result) {
      return result.final && (result.status == CommandStatus::Rejected || result.status == CommandStatus::Offline);
    });
    end(refused ? kAnswerIsNo : kDone);
  }

  void finish() {
    if (std::exchange(m_finished, true)) return;
    m_timer.stop();
    m_results.resize(m_next);  // what was not sent has no result
    QJsonArray array;
    qsizetype done = 0;
    for (qsizetype place = 0; place < m_next; ++place) {
      CommandUpdate& result = m_results[place];
      // A node does not send back to whom it has it from what it was sent.
      const QByteArray& payload = m_toSend[place].payload;
      result.payload = payload.left(node::PayloadSeen::kMost);
      result.payloadSize = payload.size();
      array.push_back(toJson(result));
      done += result.status == CommandStatus::Done;
    }
    if (m_toSend.size() == 1 && !array.isEmpty()) {
      m_output.value(array.first().toObject());
    } else {
      m_output.value(array);
      m_output.line(s("%1 of %2 done").arg(done).arg(m_toSend.size()));
    }
    if (m_lost) m_output.note(s("linekeeper: the link to the node was lost"));
    end(done == m_toSend.size() ? kDone : m_lost ? kNobodyThere : kAnswerIsNo);
  }

  QList<CommandRequest> m_toSend;
  qsizetype m_next = 0;
  qsizetype m_taken = 0;
  qint64 m_rate = 0;
  std::chrono::steady_clock::time_point m_started;
  QHash<QString, Sent> m_waiting;
  QList<CommandUpdate> m_results;
  QTimer m_timer;
  bool m_lost = false;
  bool m_finished = false;
};

}  // namespace

std::unique_ptr<Verb> makeSend(const CommandLine& line) { return std::make_unique<SendVerb>(line); }

}  // namespace lk::app
