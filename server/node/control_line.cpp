#include "server/node/control_line.h"

#include <QJsonDocument>
#include <array>
#include <utility>

namespace lk::node {

namespace {

constexpr std::array kOps = {
    std::pair{"hello", ControlRequest::Op::Hello},     std::pair{"fetch", ControlRequest::Op::Fetch},
    std::pair{"send", ControlRequest::Op::Send},       std::pair{"kick", ControlRequest::Op::Kick},
    std::pair{"drain", ControlRequest::Op::Drain},     std::pair{"trace", ControlRequest::Op::Trace},
    std::pair{"inspect", ControlRequest::Op::Inspect},
};

Error wrong(std::string text) { return {Error::Code::Protocol, std::move(text)}; }

}  // namespace

std::optional<QByteArray> LineSplitter::next() {
  if (m_tooLong) return std::nullopt;
  const qsizetype end = m_bytes.indexOf('\n', m_searched);
  const qsizetype length = (end < 0 ? m_bytes.size() : end) - m_start;
  if (length > m_longest) {
    m_tooLong = true;
    m_bytes.clear();
    return std::nullopt;
  }
  if (end < 0) {
    m_bytes.remove(0, std::exchange(m_start, 0));
    m_searched = m_bytes.size();
    return std::nullopt;
  }
  QByteArray line = m_bytes.mid(m_start, length);
  m_start = end + 1;
  m_searched = m_start;
  return line;
}

Result<ControlRequest> parseRequest(QByteArrayView line, qint64& id) {
  QJsonParseError parsing;
  const auto document = QJsonDocument::fromJson(QByteArray::fromRawData(line.data(), line.size()), &parsing);
  if (parsing.error != QJsonParseError::NoError || !document.isObject()) {
    return wrong("a request must be one JSON object on one line");
  }
  ControlRequest request;
  request.body = document.object();
  const QJsonValue number = request.body.value(QLatin1StringView("id"));
  id = number.isDouble() ? number.toInteger(0) : 0;
  if (id < 1) return wrong("'id' must be a whole number above 0");
  request.id = id;

  const qint64 version = request.body.value(QLatin1StringView("v")).toInteger(0);
  if (version != kControlVersion) {
    return wrong("this node speaks version " + std::to_string(kControlVersion) +
                 " of the control protocol, and was asked in version " + std::to_string(version) +
                 "; use the linekeeper that belongs to this node");
  }
  const QString op = request.body.value(QLatin1StringView("op")).toString();
  for (const auto& [name, known] : kOps) {
    if (op != QLatin1StringView(name)) continue;
    request.op = known;
    return request;
  }
  return wrong("unknown op '" + op.left(32).toStdString() + "'");
}

}  // namespace lk::node
