#include "tests/support/resp_link.h"

#include <QDeadlineTimer>
#include <QHostAddress>

namespace lk::test {

namespace {

// The value that begins at `at`, which moves past it.
std::optional<RespValue> valueAt(const QByteArray& bytes, qsizetype& at) {
  const qsizetype end = bytes.indexOf("\r\n", at);
  if (end < 0) return std::nullopt;
  const char type = bytes.at(at);
  RespValue value;
  value.text = bytes.mid(at + 1, end - at - 1);
  value.number = value.text.toLongLong();
  qsizetype past = end + 2;
  if (type == '+') value.kind = RespValue::Kind::Text;
  if (type == '-') value.kind = RespValue::Kind::Error;
  if (type == ':') value.kind = RespValue::Kind::Number;
  if ((type == '$' || type == '*') && value.number < 0) {
    value.kind = RespValue::Kind::Nil;
    value.text.clear();
  } else if (type == '$') {
    if (bytes.size() < past + value.number + 2) return std::nullopt;
    value.kind = RespValue::Kind::Text;
    value.text = bytes.mid(past, value.number);
    past += value.number + 2;
  } else if (type == '*') {
    value.kind = RespValue::Kind::Array;
    value.text.clear();
    for (qint64 i = 0; i < value.number; ++i) {
      auto item = valueAt(bytes, past);
      if (!item) return std::nullopt;
      value.items.push_back(std::move(*item));
    }
  }
  at = past;
  return value;
}

void collectTexts(const RespValue& value, QByteArrayList& into) {
  if (value.kind != RespValue::Kind::Array) into.push_back(value.text);
  for (const RespValue& item : value.items) collectTexts(item, into);
}

}  // namespace

QByteArrayList RespValue::texts() const {
  QByteArrayList all;
  collectTexts(*this, all);
  return all;
}

std::optional<RespValue> takeRespValue(QByteArray& bytes) {
  qsizetype at = 0;
  auto value = valueAt(bytes, at);
  if (value) bytes.remove(0, at);
  return value;
}

QByteArray respRequest(const QByteArrayList& words) {
  QByteArray request = "*" + QByteArray::number(words.size()) + "\r\n";
  for (const QByteArray& word : words) request += "$" + QByteArray::number(word.size()) + "\r\n" + word + "\r\n";
  return request;
}

RespLink::RespLink(quint16 port, QByteArray password) : m_port(port), m_password(std::move(password)) {}

RespValue RespLink::ask(const QByteArrayList& words, int withinMs) {
  auto answers = askAll({words}, withinMs);
  return answers.empty() ? RespValue() : std::move(answers.front());
}

std::vector<RespValue> RespLink::askAll(const QList<QByteArrayList>& requests, int withinMs) {
  std::vector<RespValue> answers;
  if (!connected(withinMs)) return answers;
  for (const QByteArrayList& words : requests) m_socket->write(respRequest(words));
  const QDeadlineTimer deadline(withinMs);
  const auto wanted = static_cast<size_t>(requests.size());
  while (true) {
    while (auto value = takeRespValue(m_bytes)) answers.push_back(std::move(*value));
    if (answers.size() >= wanted) return answers;
    if (!m_socket->waitForReadyRead(static_cast<int>(deadline.remainingTime()))) break;
    m_bytes += m_socket->readAll();
  }
  m_socket.reset();  // a late answer must not pass for that of the next request
  return answers;
}

bool RespLink::connected(int withinMs) {
  // What broke since the last request is noticed only when it is looked at.
  if (m_socket) m_socket->waitForReadyRead(0);
  if (m_socket && m_socket->state() == QAbstractSocket::ConnectedState) return true;
  m_bytes.clear();
  m_socket = std::make_unique<QTcpSocket>();
  m_socket->connectToHost(QHostAddress::LocalHost, m_port);
  if (!m_socket->waitForConnected(withinMs)) {
    m_socket.reset();
    return false;
  }
  return m_password.isEmpty() || ask({"AUTH", m_password}, withinMs).good();
}

}  // namespace lk::test
