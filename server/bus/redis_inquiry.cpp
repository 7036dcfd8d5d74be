#include "server/bus/redis_inquiry.h"

#include <QSslConfiguration>
#include <QSslSocket>
#include <algorithm>
#include <array>

#include "server/bus/redis_request.h"
#include "server/bus/redis_trouble.h"

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr auto kSlice = 50ms;  // between two looks at how much is left

}  // namespace

RedisInquiry::RedisInquiry(const RedisOptions& options, RedisAddress address, Left left)
    : m_options(&options), m_address(std::move(address)), m_left(std::move(left)) {}

RedisInquiry::~RedisInquiry() = default;

int RedisInquiry::slice() const {
  return static_cast<int>(std::clamp<std::chrono::milliseconds>(m_left(), 1ms, kSlice).count());
}

Result<void> RedisInquiry::open(bool sentinel) {
  const auto connected = m_options->url.tls ? connectTls() : connectPlain();
  if (!connected) return connected;
  m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
  if (!m_options->password.empty()) {
    RedisClient::Words words{"AUTH"};
    if (!m_options->url.user.empty()) words.emplace_back(m_options->url.user);
    words.emplace_back(m_options->password);
    const auto answer = ask(words);
    if (!answer) return answer.error();
    // A Sentinel may have no password where its Redis has one.
    if (answer->value().isError() && !sentinel) {
      return Error{Error::Code::NotPermitted,
                   refusalTrouble(answer->value().text(), "AUTH", *m_options, m_address).text};
    }
  }
  // The first that any user may ask for, and that tells a password that is missing.
  const auto answer = ask({"PING"});
  if (!answer) return answer.error();
  const std::string_view said = answer->value().text();
  if (answer->value().isError() && (said.starts_with("NOAUTH") || said.starts_with("DENIED"))) {
    return Error{Error::Code::NotPermitted, refusalTrouble(said, "PING", *m_options, m_address).text};
  }
  return {};
}

Result<void> RedisInquiry::connectPlain() {
  m_socket = std::make_unique<QTcpSocket>();
  m_socket->connectToHost(QString::fromStdString(m_address.host), m_address.port);
  const auto atMost = std::min(m_left(), m_options->connectDeadline);
  if (m_socket->waitForConnected(static_cast<int>(std::max(atMost, 1ms).count()))) return {};
  const QString words = m_socket->errorString();
  return Error{Error::Code::NotFound,
               socketTrouble(m_socket->error(), words.toStdString(), *m_options, m_address, false).text};
}

Result<void> RedisInquiry::connectTls() {
  auto socket = std::make_unique<QSslSocket>();
  QSslConfiguration configuration = socket->sslConfiguration();
  if (!m_options->caFile.empty()) {
    configuration.setCaCertificates(QSslCertificate::fromPath(QString::fromStdString(m_options->caFile), QSsl::Pem,
                                                              QSslCertificate::PatternSyntax::FixedString));
  }
  configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
  socket->setSslConfiguration(configuration);
  socket->connectToHostEncrypted(QString::fromStdString(m_address.host), m_address.port);
  const auto atMost = std::min(m_left(), m_options->connectDeadline);
  const bool encrypted = socket->waitForEncrypted(static_cast<int>(std::max(atMost, 1ms).count()));
  const QList<QSslError> errors = socket->sslHandshakeErrors();
  const auto error = socket->error();
  const std::string words = socket->errorString().toStdString();
  m_socket = std::move(socket);
  if (encrypted) return {};
  if (!errors.isEmpty()) {
    return Error{Error::Code::NotPermitted, certificateTrouble(errors.front(), *m_options, m_address).text};
  }
  return Error{Error::Code::NotFound, socketTrouble(error, words, *m_options, m_address, false).text};
}

Result<RedisAnswer> RedisInquiry::ask(RedisWords words) {
  const std::string request = respRequest(words);
  m_socket->write(request.data(), static_cast<qint64>(request.size()));
  return listen();
}

Result<RedisAnswer> RedisInquiry::listen() {
  std::array<char, 16'384> part;  // filled by read
  while (true) {
    if (RedisReply reply; m_reader.next(reply)) return RedisAnswer(std::move(reply));
    if (m_reader.broken()) {
      return Error{Error::Code::Protocol, "what listens at " + m_address.text() + " is no Redis (" + m_reader.error() +
                                              "): check host and port in redis.url"};
    }
    if (m_left() <= 0ms) {
      return Error{Error::Code::Timeout, "Redis at " + m_address.text() + " does not answer: is its process hung?"};
    }
    if (m_socket->bytesAvailable() == 0 && !m_socket->waitForReadyRead(slice()) &&
        m_socket->state() != QAbstractSocket::ConnectedState) {
      const std::string why = m_socket->errorString().toStdString();
      return Error{Error::Code::Io, socketTrouble(m_socket->error(), why, *m_options, m_address, m_heard).text};
    }
    const qint64 size = m_socket->read(part.data(), static_cast<qint64>(part.size()));
    if (size <= 0) continue;
    m_heard = true;
    m_reader.feed(part.data(), static_cast<std::size_t>(size));
  }
}

}  // namespace lk::bus
