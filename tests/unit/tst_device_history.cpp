#include <QTest>
#include <algorithm>
#include <random>

#include "server/node/device_history.h"

using namespace lk;
using namespace lk::node;

namespace {

HistoryRecord connectAt(std::int64_t atMs, const std::string& address = "10.2.0.7") {
  HistoryRecord record;
  record.atMs = atMs;
  record.kind = HistoryKind::Connected;
  record.session = static_cast<std::uint64_t>(atMs);
  record.address = address;
  return record;
}

bus::CommandResult result(const std::string& device, const std::string& id, CommandStatus status,
                          const std::string& reason = {}) {
  bus::CommandResult result;
  result.device = device;
  result.id = id;
  result.status = status;
  result.reason = reason;
  return result;
}

// What a file of these lines would bring back.
void restoreAll(DeviceHistory& history, std::string_view lines) {
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    auto line = parseHistoryLine(lines.substr(0, end));
    QVERIFY(line.has_value());
    history.restore(std::move(*line));
    lines.remove_prefix(end + 1);
  }
}

}  // namespace

class TestDeviceHistory : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void tellsWhatHappenedOldestFirst() {
    DeviceHistory history;
    history.add("dev-1", connectAt(1));
    history.add("dev-2", connectAt(2));
    HistoryRecord closed = connectAt(3);
    closed.kind = HistoryKind::Closed;
    closed.reason = CloseReason::KeepaliveMissed;
    closed.detail = "nothing was heard";
    history.add("dev-1", closed);
    const auto records = history.of("dev-1");
    QCOMPARE(records.size(), std::size_t{2});
    QCOMPARE(records.front().atMs, std::int64_t{1});
    QCOMPARE(records.back().reason, CloseReason::KeepaliveMissed);
    QCOMPARE(records.back().detail, std::string("nothing was heard"));
    QVERIFY(history.of("dev-3").empty());
  }

  void aCommandHasOneRecordWithItsLastStatus() {
    DeviceHistory history;
    history.addCommand(1, result("dev-1", "c-1", CommandStatus::Queued));
    history.addCommand(2, result("dev-1", "c-2", CommandStatus::Written));
    history.addCommand(3, result("dev-1", "c-1", CommandStatus::Expired, "the ttl ended"));
    const auto records = history.of("dev-1");
    QCOMPARE(records.size(), std::size_t{2});
    QCOMPARE(records.back().id, std::string("c-1"));
    QCOMPARE(records.back().status, CommandStatus::Expired);
    QCOMPARE(records.back().detail, std::string("the ttl ended"));
  }

  void manyCommandsDoNotPushOutTheLastClose() {
    DeviceHistory history({1'000'000, 3, 5});
    history.add("dev-1", connectAt(1));
    for (int i = 0; i < 100; ++i) {
      history.addCommand(10 + i, result("dev-1", "c-" + std::to_string(i), CommandStatus::Done));
    }
    const auto records = history.of("dev-1");
    QCOMPARE(records.size(), std::size_t{6});
    QCOMPARE(records.front().kind, HistoryKind::Connected);
    QCOMPARE(records.back().id, std::string("c-99"));
    for (int i = 0; i < 100; ++i) history.add("dev-1", connectAt(1000 + i));
    QCOMPARE(history.of("dev-1").size(), std::size_t{8});
    QCOMPARE(history.of("dev-1").back().atMs, std::int64_t{1099});
  }

  void devicesThatNothingHappensToAreForgottenFirst() {
    constexpr std::size_t kBytes = 100'000;
    DeviceHistory history({kBytes, 24, 24});
    for (int i = 0; i < 5'000; ++i) {
      history.add("dev-" + std::to_string(i), connectAt(i + 1));
      history.add("often", connectAt(i + 1));
      QVERIFY(history.bytes() <= kBytes);
    }
    QVERIFY(history.devices() < 700);
    QVERIFY(history.devices() > 50);
    QCOMPARE(history.of("often").size(), std::size_t{24});
    QVERIFY(history.of("dev-0").empty());
    QVERIFY(!history.of("dev-4999").empty());
  }

  // Short texts move to where long ones were; what they take must not be counted off twice.
  void longTextsThatShortOnesFollowLeaveNothingBehind() {
    constexpr std::size_t kBytes = 20'000;
    DeviceHistory history({kBytes, 4, 4});
    HistoryRecord longer = connectAt(1);
    longer.detail = std::string(kMaxHistoryText, 'x');
    for (int i = 0; i < 5'000; ++i) {
      const std::string device = "dev-" + std::to_string(i / 10);
      history.add(device, i % 2 == 0 ? longer : connectAt(i + 1));
      QVERIFY(history.bytes() <= kBytes);
    }
    QVERIFY(history.devices() > 10);
    QVERIFY(history.devices() < 40);
  }

  // The one that is told anew last changes before its turn.
  void theNewestDeviceIsToldAnewThoughItChanges() {
    DeviceHistory history;
    history.noteChanges(true);
    std::string lines;
    for (int i = 0; i < 2; ++i) history.add("dev-" + std::to_string(i), connectAt(i + 1));
    history.appendChanges(lines);
    lines.clear();
    history.tellAnew();
    QVERIFY(history.appendSome(lines, 1));
    history.add("dev-1", connectAt(3));
    history.appendChanges(lines);
    while (history.appendSome(lines, 1)) {
    }
    DeviceHistory again;
    restoreAll(again, lines);
    QCOMPARE(again.of("dev-1").size(), std::size_t{2});
  }

  void longTextsAreCut() {
    DeviceHistory history;
    HistoryRecord record = connectAt(1);
    record.detail = std::string(100'000, 'x');
    history.add("dev-1", record);
    history.addCommand(2, result("dev-1", "c-1", CommandStatus::Rejected, std::string(100'000, 'y')));
    for (const HistoryRecord& kept : history.of("dev-1")) QCOMPARE(kept.detail.size(), kMaxHistoryText);
    QVERIFY(history.bytes() < 2'000);
  }

  void aLineComesBackWhole_data() {
    QTest::addColumn<QByteArray>("detail");
    QTest::newRow("plain") << QByteArray("kicked by an operator");
    QTest::newRow("quotes and a line feed") << QByteArray("say \"no\"\\\n{}");
    QTest::newRow("controls") << QByteArray("\0\x01\x1f", 3);
    QTest::newRow("Chinese") << QByteArray("设备离线");
  }
  void aLineComesBackWhole() {
    QFETCH(QByteArray, detail);
    HistoryRecord record = connectAt(1'764'000'000'000, "2001:db8::7");
    record.seq = 7;
    record.kind = HistoryKind::Closed;
    record.session = 4'503'599'627'370'497;
    record.reason = CloseReason::OverLimit;
    record.lastedMs = 90'000;
    record.silentMs = 60'001;
    record.detail = detail.toStdString();
    std::string line;
    appendHistoryLine(line, "dev-1", record);
    QVERIFY(line.ends_with('\n'));
    line.pop_back();
    QCOMPARE(line.find('\n'), std::string::npos);
    const auto parsed = parseHistoryLine(line);
    QVERIFY(parsed.has_value());
    QCOMPARE(parsed->device, std::string("dev-1"));
    QVERIFY(parsed->record == record);
  }

  void aLineThatWasChangedOrCutIsNoLine() {
    std::string line;
    HistoryRecord record = connectAt(1);
    record.seq = 1;
    appendHistoryLine(line, "dev-1", record);
    line.pop_back();
    QVERIFY(parseHistoryLine(line).has_value());
    for (std::size_t i = 0; i < line.size(); ++i) {
      QVERIFY(!parseHistoryLine(std::string_view(line).substr(0, i)).has_value());
      std::string other = line;
      other[i] = static_cast<char>(other[i] ^ 1);
      QVERIFY(!parseHistoryLine(other).has_value());
    }
  }

  // Whatever is told in whatever order, what is read is what was known.
  void whatWasToldIsWhatIsRead() {
    std::mt19937 random(3);
    for (int round = 0; round < 50; ++round) {
      const DeviceHistory::Limits limits{20'000, 4, 4};
      DeviceHistory history(limits);
      history.noteChanges(true);
      std::string old;
      std::string lines;
      bool telling = false;
      for (int step = 0; step < 300; ++step) {
        const std::string device = "dev-" + std::to_string(random() % 60);
        const std::string id = "c-" + std::to_string(random() % 6);
        switch (random() % 6) {
          case 0:
          case 1: history.add(device, connectAt(step + 1)); break;
          case 2: history.addCommand(step + 1, result(device, id, CommandStatus::Written)); break;
          case 3: history.addCommand(step + 1, result(device, id, CommandStatus::Done)); break;
          case 4:
            history.appendChanges(lines);
            if (telling) telling = history.appendSome(lines, 500);
            break;
          default:
            if (telling || random() % 4 != 0) break;
            history.appendChanges(lines);
            old = std::exchange(lines, {});
            history.tellAnew();
            telling = true;
        }
        if (!telling) old.clear();
      }
      history.appendChanges(lines);
      DeviceHistory again({1'000'000, 4, 4});
      restoreAll(again, old);
      restoreAll(again, lines);
      for (int i = 0; i < 60; ++i) {
        const std::string device = "dev-" + std::to_string(i);
        // A device that was forgotten and came again has its earlier life, too.
        const auto known = history.of(device);
        const auto read = again.of(device);
        QVERIFY(known.size() <= read.size());
        QVERIFY(std::equal(known.rbegin(), known.rend(), read.rbegin()));
      }
    }
  }
};

QTEST_GUILESS_MAIN(TestDeviceHistory)
#include "tst_device_history.moc"
