#include <QRegularExpression>
#include <QTest>
#include <map>

#include "server/node/metrics_text.h"
#include "tests/control/examples.h"

using lk::node::MetricsSample;
using lk::node::metricsText;

namespace {

struct Line {
  QByteArray name;
  QByteArray label;  // name="value", or empty
  double value = 0;
};

struct Family {
  QByteArray type;
  bool helped = false;
  QList<Line> lines;
};

// Reads the text as Prometheus does, as far as this program uses the format. Anything else is a failure in `wrong`.
std::map<QByteArray, Family> read(const QByteArray& text, QByteArrayList& wrong) {
  const QRegularExpression sample(
      QStringLiteral(R"(^([a-z][a-z0-9_]*)(?:\{([a-z]+="(?:[^"\\\n]|\\\\|\\"|\\n)*")\})? ([0-9.e+-]+|\+Inf)$)"));
  std::map<QByteArray, Family> families;
  QByteArray current;
  if (!text.endsWith('\n')) wrong << "no line feed at the end";
  for (const QByteArray& line : text.chopped(1).split('\n')) {
    const QList<QByteArray> words = line.split(' ');
    if (line.startsWith("# HELP ")) {
      current = words.value(2);
      if (families.contains(current)) wrong << "twice: " + current;
      families[current].helped = words.size() > 3;
    } else if (line.startsWith("# TYPE ")) {
      if (words.value(2) != current || words.size() != 4) wrong << line;
      families[current].type = words.value(3);
    } else {
      const auto match = sample.match(QString::fromUtf8(line));
      bool ok = false;
      const double value = match.captured(3).toDouble(&ok);
      if (!match.hasMatch() || !ok || !match.captured(1).toUtf8().startsWith(current)) wrong << line;
      families[current].lines.push_back({match.captured(1).toUtf8(), match.captured(2).toUtf8(), value});
    }
  }
  return families;
}

QByteArray label(const char* name, std::string_view value) {
  return QByteArray(name) + "=\"" + QByteArray(value.data(), static_cast<qsizetype>(value.size())) + '"';
}

double valueOf(const Family& family, const QByteArray& labelText = {}) {
  for (const Line& line : family.lines) {
    if (line.label == labelText) return line.value;
  }
  return -1;
}

}  // namespace

class MetricsTextTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyFamilyIsThereAndNoOther();
  void formatHolds();
  void labelsAreWhatIsPromised();
  void numbersAreTheSamples();
  void redisIsUpOnlyWithRedis_data();
  void redisIsUpOnlyWithRedis();
  void histogramsAddUp();
  void oddLabelsAreEscaped();
  void emptyNodeHasGoodText();
};

void MetricsTextTest::everyFamilyIsThereAndNoOther() {
  const std::map<QByteArray, QByteArray> promised = {
      {"linekeeper_sessions", "gauge"},
      {"linekeeper_connections_total", "counter"},
      {"linekeeper_closes_total", "counter"},
      {"linekeeper_reports_total", "counter"},
      {"linekeeper_report_bytes_total", "counter"},
      {"linekeeper_commands_total", "counter"},
      {"linekeeper_command_ack_seconds", "histogram"},
      {"linekeeper_out_buffer_bytes", "gauge"},
      {"linekeeper_uplink_waiting_bytes", "gauge"},
      {"linekeeper_redis_up", "gauge"},
      {"linekeeper_redis_reconnects_total", "counter"},
      {"linekeeper_bus_messages_total", "counter"},
      {"linekeeper_bus_messages_refused_total", "counter"},
      {"linekeeper_lease_age_seconds", "gauge"},
      {"linekeeper_io_loop_lag_seconds", "histogram"},
      {"linekeeper_protocol_errors_total", "counter"},
      {"linekeeper_build_info", "gauge"},
  };
  QByteArrayList wrong;
  const auto families = read(metricsText(lk::test::fullSample()), wrong);
  std::map<QByteArray, QByteArray> found;
  for (const auto& [name, family] : families) found[name] = family.type;
  QVERIFY(found == promised);
}

void MetricsTextTest::formatHolds() {
  QByteArrayList wrong;
  const auto families = read(metricsText(lk::test::fullSample()), wrong);
  QVERIFY2(wrong.isEmpty(), wrong.join('\n'));
  for (const auto& [name, family] : families) {
    QVERIFY2(family.helped, name);
    QVERIFY2(!family.lines.isEmpty(), name);
    QVERIFY2((family.type == "counter") == name.endsWith("_total"), name);
    QByteArrayList seen;
    for (const Line& line : family.lines) {
      QVERIFY2(line.name == name || family.type == "histogram", line.name);
      QVERIFY2(!seen.contains(line.name + line.label), "the same series twice");
      seen.push_back(line.name + line.label);
    }
  }
}

void MetricsTextTest::labelsAreWhatIsPromised() {
  QByteArrayList wrong;
  auto families = read(metricsText(lk::test::fullSample()), wrong);
  const auto figures = lk::test::fullFigures();
  const Family& closes = families["linekeeper_closes_total"];
  QCOMPARE(closes.lines.size(), qsizetype(lk::kCloseReasons.size()));
  for (std::size_t i = 0; i < lk::kCloseReasons.size(); ++i) {
    QCOMPARE(valueOf(closes, label("reason", lk::toText(lk::kCloseReasons[i]))), double(figures.closes[i]));
  }
  const Family& commands = families["linekeeper_commands_total"];
  QCOMPARE(commands.lines.size(), qsizetype(lk::kCommandStatuses.size()));
  for (std::size_t i = 0; i < lk::kCommandStatuses.size(); ++i) {
    QCOMPARE(valueOf(commands, label("status", lk::toText(lk::kCommandStatuses[i]))), double(figures.commands[i]));
  }
  QCOMPARE(valueOf(families["linekeeper_connections_total"], "outcome=\"accepted\""), 15'000.0);
  QCOMPARE(valueOf(families["linekeeper_connections_total"], "outcome=\"over-limit\""), 3.0);
  QCOMPARE(valueOf(families["linekeeper_protocol_errors_total"], "kind=\"bad-magic\""), 7.0);
  QCOMPARE(valueOf(families["linekeeper_build_info"], label("version", LINEKEEPER_VERSION)), 1.0);
}

void MetricsTextTest::numbersAreTheSamples() {
  QByteArrayList wrong;
  MetricsSample sample = lk::test::fullSample();
  sample.figures.sessions = 15'000;
  sample.figures.reports = 9'007'199'254'740'993;  // not rounded to a double on its way out
  const QByteArray text = metricsText(sample);
  QVERIFY(text.contains("\nlinekeeper_reports_total 9007199254740993\n"));
  auto families = read(text, wrong);
  QCOMPARE(valueOf(families["linekeeper_sessions"]), 15'000.0);
  QCOMPARE(valueOf(families["linekeeper_bus_messages_total"]), 1'234.0);
  QCOMPARE(valueOf(families["linekeeper_bus_messages_refused_total"]), 5.0);
  QCOMPARE(valueOf(families["linekeeper_report_bytes_total"]), double(sample.figures.reportBytes));
  QCOMPARE(valueOf(families["linekeeper_out_buffer_bytes"]), double(sample.figures.outBufferBytes));
  QCOMPARE(valueOf(families["linekeeper_uplink_waiting_bytes"]), 67'108'864.0);
  QCOMPARE(valueOf(families["linekeeper_redis_reconnects_total"]), 2.0);
  QCOMPARE(valueOf(families["linekeeper_lease_age_seconds"]), 1.25);
}

void MetricsTextTest::redisIsUpOnlyWithRedis_data() {
  QTest::addColumn<bool>("redis");
  QTest::addColumn<bool>("busUp");
  QTest::addColumn<double>("expected");
  QTest::newRow("answers") << true << true << 1.0;
  QTest::newRow("away") << true << false << 0.0;
  QTest::newRow("in memory") << false << true << 0.0;
}

void MetricsTextTest::redisIsUpOnlyWithRedis() {
  QFETCH(bool, redis);
  QFETCH(bool, busUp);
  QFETCH(double, expected);
  MetricsSample sample;
  sample.redis = redis;
  sample.figures.busUp = busUp;
  QByteArrayList wrong;
  QCOMPARE(valueOf(read(metricsText(sample), wrong)["linekeeper_redis_up"]), expected);
}

void MetricsTextTest::histogramsAddUp() {
  const MetricsSample sample = lk::test::fullSample();
  QByteArrayList wrong;
  auto families = read(metricsText(sample), wrong);
  for (const auto& [name, counts] : {std::pair(QByteArray("linekeeper_command_ack_seconds"), sample.commandAck),
                                     std::pair(QByteArray("linekeeper_io_loop_lag_seconds"), sample.loopLag)}) {
    const QList<Line> lines = families[name].lines;
    QVERIFY(lines.size() > 4);
    double last = 0;
    double lastBound = 0;
    for (const Line& line : lines.first(lines.size() - 2)) {
      QCOMPARE(line.name, name + "_bucket");
      QVERIFY2(line.value >= last, "buckets are cumulative");
      last = line.value;
      const QByteArray bound = line.label.mid(4).chopped(1);
      QVERIFY(line.label.startsWith("le=\""));
      if (bound == "+Inf") continue;
      QVERIFY2(bound.toDouble() > lastBound, "bounds rise");
      lastBound = bound.toDouble();
      // Cells are up to 6.25 % wide: a bucket holds no value past its bound, and misses none below that.
      QVERIFY(line.value <= double(counts.countAtMost(static_cast<std::uint64_t>(lastBound * 1e6 + 0.5))));
      QVERIFY(line.value >= double(counts.countAtMost(static_cast<std::uint64_t>(lastBound * 0.93e6))));
    }
    QCOMPARE(lines[lines.size() - 3].label, QByteArray("le=\"+Inf\""));
    QCOMPARE(lines[lines.size() - 3].value, double(counts.count()));
    QCOMPARE(lines[lines.size() - 2].name, name + "_sum");
    QCOMPARE(lines[lines.size() - 2].value, double(counts.sumMicros()) / 1e6);
    QCOMPARE(lines[lines.size() - 1].name, name + "_count");
    QCOMPARE(lines[lines.size() - 1].value, double(counts.count()));
  }
}

void MetricsTextTest::oddLabelsAreEscaped() {
  QByteArrayList wrong;
  auto families = read(metricsText(lk::test::fullSample()), wrong);
  QCOMPARE(valueOf(families["linekeeper_connections_total"], "outcome=\"an \\\"odd\\\" \\\\ one\\nof two lines\""),
           1.0);
}

void MetricsTextTest::emptyNodeHasGoodText() {
  QByteArrayList wrong;
  auto families = read(metricsText({}), wrong);
  QVERIFY2(wrong.isEmpty(), wrong.join('\n'));
  QCOMPARE(families.size(), 17U);
  QCOMPARE(valueOf(families["linekeeper_command_ack_seconds"], "le=\"+Inf\""), 0.0);
}

QTEST_GUILESS_MAIN(MetricsTextTest)
#include "tst_metrics_text.moc"
