#include "server/node/metrics_text.h"

#include <array>

namespace lk::node {

namespace {

// Bounds in microseconds, written in seconds.
constexpr std::array<std::uint64_t, 15> kBounds = {100,     250,       500,       1'000,      2'500,
                                                   5'000,   10'000,    25'000,    50'000,     100'000,
                                                   250'000, 1'000'000, 2'500'000, 10'000'000, 60'000'000};

QByteArray seconds(std::uint64_t micros) { return QByteArray::number(static_cast<double>(micros) / 1e6, 'g', 12); }

QByteArray escaped(QByteArray value) { return value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"); }

class Text {
 public:
  void describe(const char* name, const char* type, const char* help) {
    m_text += QByteArray("# HELP ") + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n';
  }

  void value(const char* name, const QByteArray& value) { m_text += QByteArray(name) + ' ' + value + '\n'; }
  void labelled(const char* name, const char* label, const QByteArray& labelValue, quint64 value) {
    m_text += QByteArray(name) + '{' + label + "=\"" + escaped(labelValue) + "\"} " + QByteArray::number(value) + '\n';
  }

  void single(const char* name, const char* type, const char* help, const QByteArray& number) {
    describe(name, type, help);
    value(name, number);
  }
  void single(const char* name, const char* type, const char* help, quint64 number) {
    single(name, type, help, QByteArray::number(number));
  }

  void histogram(const char* name, const char* help, const Histogram& counts) {
    describe(name, "histogram", help);
    const QByteArray bucket = QByteArray(name) + "_bucket";
    for (const std::uint64_t bound : kBounds) labelled(bucket, "le", seconds(bound), counts.countAtMost(bound));
    labelled(bucket, "le", "+Inf", counts.count());
    value(QByteArray(name) + "_sum", seconds(counts.sumMicros()));
    value(QByteArray(name) + "_count", QByteArray::number(quint64{counts.count()}));
  }

  [[nodiscard]] QByteArray take() { return std::move(m_text); }

 private:
  QByteArray m_text;
};

QByteArray word(std::string_view text) { return {text.data(), static_cast<qsizetype>(text.size())}; }

}  // namespace

QByteArray metricsText(const MetricsSample& sample) {
  const Figures& figures = sample.figures;
  Text text;
  text.single("linekeeper_sessions", "gauge", "Devices connected now, with WELCOME.", figures.sessions);

  text.describe("linekeeper_connections_total", "counter", "Connections that came, by what became of them.");
  for (const auto& [outcome, count] : sample.connections) {
    text.labelled("linekeeper_connections_total", "outcome", word(outcome), count);
  }
  text.describe("linekeeper_closes_total", "counter", "Sessions and connections that ended, by reason.");
  for (std::size_t i = 0; i < kCloseReasons.size(); ++i) {
    text.labelled("linekeeper_closes_total", "reason", word(lk::toText(kCloseReasons[i])), figures.closes[i]);
  }
  text.single("linekeeper_reports_total", "counter", "Reports received.", figures.reports);
  text.single("linekeeper_report_bytes_total", "counter", "Payload bytes of the reports received.",
              figures.reportBytes);

  text.describe("linekeeper_commands_total", "counter", "Changes of state of commands, by status.");
  for (std::size_t i = 0; i < kCommandStatuses.size(); ++i) {
    text.labelled("linekeeper_commands_total", "status", word(lk::toText(kCommandStatuses[i])), figures.commands[i]);
  }
  text.histogram("linekeeper_command_ack_seconds", "Time from a command's acceptance to its acknowledgement.",
                 sample.commandAck);
  text.single("linekeeper_out_buffer_bytes", "gauge", "Bytes that wait for devices to take them.",
              figures.outBufferBytes);
  text.single("linekeeper_uplink_waiting_bytes", "gauge", "Bytes of reports that wait for the bus.",
              sample.uplinkWaitingBytes);
  text.single("linekeeper_redis_up", "gauge", "1 if Redis answers; 0 if it is away, or the bus is in memory.",
              quint64{sample.redis && figures.busUp ? 1U : 0U});
  text.single("linekeeper_redis_reconnects_total", "counter", "Links to Redis that had to be made again.",
              sample.busReconnects);
  text.single("linekeeper_bus_messages_total", "counter", "Messages heard on this node's channels.",
              sample.busMessages);
  text.single("linekeeper_bus_messages_refused_total", "counter", "Of those, messages that were no good.",
              sample.busMessagesRefused);
  text.single("linekeeper_lease_age_seconds", "gauge", "Time since this node's lease was renewed.",
              QByteArray::number(sample.leaseAgeSeconds));
  text.histogram("linekeeper_io_loop_lag_seconds", "Time that one turn of an I/O thread's loop took.", sample.loopLag);

  text.describe("linekeeper_protocol_errors_total", "counter", "Connections closed for what they sent, by kind.");
  for (const auto& [kind, count] : sample.protocolErrors) {
    text.labelled("linekeeper_protocol_errors_total", "kind", word(kind), count);
  }
  text.describe("linekeeper_build_info", "gauge", "1, with the version of this build.");
  text.labelled("linekeeper_build_info", "version", LINEKEEPER_VERSION, 1);
  return text.take();
}

}  // namespace lk::node
