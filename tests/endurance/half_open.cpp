// A network's link goes down: its devices are gone without a word. They are closed at one and a half times their
// keepalive, and those on another link notice nothing.
#include <QJsonArray>
#include <QTest>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "tests/cli/child_process.h"
#include "tests/cluster/stand.h"
#include "tests/endurance/figures.h"
#include "tests/setup/network_namespaces.h"

using namespace lk::test;

namespace {

using namespace std::chrono_literals;

constexpr int kKeepaliveS = 8;
constexpr qint64 kDueMs = kKeepaliveS * 1'500;
constexpr qint64 kLateMs = 1'000;

// What this machine adds to a sleep: on one that has no time for a process it is the node's, too.
class LongestPause {
 public:
  LongestPause() {
    m_thread = std::thread([this] {
      constexpr auto kStep = 10ms;
      auto at = std::chrono::steady_clock::now();
      while (!m_over) {
        std::this_thread::sleep_for(kStep);
        const auto now = std::chrono::steady_clock::now();
        m_ms = std::max(m_ms.load(), (now - at - kStep) / 1ms);
        at = now;
      }
    });
  }
  ~LongestPause() {
    m_over = true;
    m_thread.join();
  }
  LongestPause(const LongestPause&) = delete;
  LongestPause& operator=(const LongestPause&) = delete;

  [[nodiscard]] qint64 ms() const { return m_ms; }

 private:
  std::atomic<bool> m_over = false;
  std::atomic<std::int64_t> m_ms = 0;
  std::thread m_thread;
};

}  // namespace

class HalfOpen : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void devicesOfADeadLinkGoAndOthersStay();

 private:
  // The real program, in one of the two networks.
  [[nodiscard]] std::unique_ptr<QProcess> begin(const QStringList& entry, const QByteArray& arguments) const;
  [[nodiscard]] int sessionsFrom(const char* address) const;
  // For how long each device that missed its keepalive had not been heard, by the node's own history.
  [[nodiscard]] std::vector<qint64> silences() const;

  Place m_place;
};

std::unique_ptr<QProcess> HalfOpen::begin(const QStringList& entry, const QByteArray& arguments) const {
  auto process = std::make_unique<QProcess>();
  process->setProcessEnvironment(m_place.environment());
  endWithThisProcess(*process);
  process->start(entry.front(),
                 entry.mid(1) + QStringList{QStringLiteral(LINEKEEPER_PROGRAM)} + words(arguments.constData()));
  return process;
}

int HalfOpen::sessionsFrom(const char* address) const {
  const Outcome devices =
      run(m_place, QStringList{QStringLiteral("devices"), QStringLiteral("--json"), QStringLiteral("--filter"),
                               QStringLiteral("addr:") + QString::fromLatin1(address)});
  return devices.json() ? static_cast<int>(devices.json()->array().size()) : -1;
}

std::vector<qint64> HalfOpen::silences() const {
  std::vector<qint64> found;
  for (const QByteArray& line : contents(m_place.path(QStringLiteral("history"))).split('\n')) {
    const QJsonObject record = QJsonDocument::fromJson(line.mid(line.indexOf('{'))).object();
    if (record.value(QStringLiteral("reason")) != QLatin1StringView("keepalive-missed")) continue;
    found.push_back(record.value(QStringLiteral("silent")).toInteger());
  }
  return found;
}

void HalfOpen::devicesOfADeadLinkGoAndOthersStay() {
  NetworkNamespaces networks;
  QVERIFY2(networks.ok(), qPrintable(networks.problem()));
  const int each = sized(100, 1'000);
  const QByteArray simulate = "simulate --report-every 2 --keepalive " + QByteArray::number(kKeepaliveS) +
                              " --devices " + QByteArray::number(each);
  const QByteArray history = m_place.path(QStringLiteral("history")).toUtf8();
  const auto node = begin(networks.entryToServer(),
                          "--headless --node-id n1 --listen 0.0.0.0:7600 --set node.history-file=" + history);
  QTRY_VERIFY_WITH_TIMEOUT(node->canReadLine(), 15'000);
  const auto doomed = begin(networks.entryToDevice(), simulate + " --prefix doomed- --target 10.77.0.1:7600");
  const auto healthy = begin(networks.entryToDevice(), simulate + " --prefix healthy- --target 10.78.0.1:7600");
  QTRY_COMPARE_WITH_TIMEOUT(sessionsFrom("10.77.0.2"), each, 30'000);
  QTRY_COMPARE_WITH_TIMEOUT(sessionsFrom("10.78.0.2"), each, 30'000);

  const LongestPause pause;
  QVERIFY2(networks.sh(QStringLiteral("PATH=$PATH:/usr/sbin:/sbin; ip link set lan0 down")),
           qPrintable(networks.problem()));
  // What was on its way to them makes no difference.
  (void)run(m_place, "send --timeout 1 doomed-1 doomed-2 on");
  QTRY_COMPARE_WITH_TIMEOUT(sessionsFrom("10.77.0.2"), 0, 60'000);
  QTRY_COMPARE_WITH_TIMEOUT(static_cast<int>(silences().size()), each, 20'000);
  const auto silent = silences();
  const auto [shortest, longest] = std::ranges::minmax(silent);
  say("all of " + QByteArray::number(each) + " gone after a silence of " + QByteArray::number(shortest) + " to " +
      QByteArray::number(longest) + " ms, with a keepalive of " + QByteArray::number(kKeepaliveS) +
      " s; the machine's longest pause " + QByteArray::number(pause.ms()) + " ms");
  QVERIFY(shortest >= kDueMs);
  QVERIFY2(longest <= kDueMs + kLateMs + 4 * pause.ms(), QByteArray::number(longest).constData());

  QTest::qWait(kKeepaliveS * 500);  // they have been watched for one and a half already
  QCOMPARE(sessionsFrom("10.78.0.2"), each);
  const Outcome nodes = run(m_place, "nodes --json");
  QVERIFY2(nodes.json() && nodes.json()->isArray(), nodes.said().constData());
  const QJsonObject figures = nodes.json()->array().first().toObject().value(QStringLiteral("figures")).toObject();
  const QJsonObject closes = figures.value(QStringLiteral("closes")).toObject();
  QCOMPARE(closes.value(QStringLiteral("keepalive-missed")).toInt(), each);
  for (auto reason = closes.constBegin(); reason != closes.constEnd(); ++reason) {
    if (reason.key() != QLatin1StringView("keepalive-missed")) QCOMPARE(reason.value().toInt(), 0);
  }
}

QTEST_GUILESS_MAIN(HalfOpen)
#include "half_open.moc"
