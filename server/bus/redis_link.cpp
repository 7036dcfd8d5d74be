#include "server/bus/redis_link.h"

#include <QAbstractEventDispatcher>
#include <QPointer>
#include <QRandomGenerator>
#include <QSslConfiguration>
#include <QSslSocket>
#include <algorithm>

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kReadBytes = 64 << 10;
constexpr std::size_t kMostUnread = 256;  // answers
constexpr std::chrono::milliseconds kFirstPause = 100ms;
constexpr std::chrono::milliseconds kLongestPause = 5s;
constexpr std::chrono::milliseconds kPingEvery = 1s;
constexpr std::chrono::milliseconds kMaxSilence = 3s;  // of a link for messages
constexpr std::string_view kPing = "*1\r\n$4\r\nPING\r\n";
constexpr std::string_view kAsking = "*1\r\n$6\r\nASKING\r\n";

// Full jitter: nodes that lost the same Redis do not come back all at once.
std::chrono::milliseconds pauseAfter(int failures, bool hopeful) {
  if (!hopeful) return kLongestPause;
  const auto longest = std::min(kLongestPause, kFirstPause * (1 << std::min(failures, 10)));
  return std::chrono::milliseconds(QRandomGenerator::global()->bounded(static_cast<int>(longest.count()) + 1));
}

}  // namespace

RedisLink::RedisLink(const RedisOptions& options, Use use, const Clock& clock, RedisLinkOwner& owner)
    : m_options(options), m_use(use), m_clock(clock), m_owner(owner), m_lateFlush(this), m_pause(RedisClient::kAnswerMayWait) {
  m_lateFlush.setSingleShot(true);
  m_lateFlush.setTimerType(Qt::PreciseTimer);
  m_lateFlush.setInterval(RedisClient::kMayWait);
  connect(&m_lateFlush, &QTimer::timeout, this, &RedisLink::flush);
  // What one turn of the loop asks leaves at the turn's end, with no other turn for it.
  connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock, this, [this] {
    if (m_flushAtRest) flush();
  });
}

RedisLink::~RedisLink() {
  if (m_socket == nullptr) return;
  m_socket->disconnect(this);
  m_socket->abort();
  m_reading ? m_socket->deleteLater() : delete m_socket;  // never inside one of its own signals
}

void RedisLink::open(const RedisAddress& address) {
  if (!closed()) return;
  m_address = address;
  m_state = State::Connecting;
  m_reader = std::make_unique<RedisReader>();
  m_readBuffer.resize(kReadBytes);
  m_knownScripts.clear();
  m_certificateTrouble = {};
  m_heard = false;
  m_openedAt = m_heardAt = m_pingedAt = m_tickedAt = m_clock.steady();
  m_options.url.tls ? connectTls() : connectPlain();
}

void RedisLink::connectPlain() {
  m_socket = new QTcpSocket;
  connect(m_socket, &QTcpSocket::connected, this, &RedisLink::greet);
  connect(m_socket, &QTcpSocket::readyRead, this, &RedisLink::read);
  connect(m_socket, &QTcpSocket::errorOccurred, this, &RedisLink::onSocketError);
  // The reader has a buffer of its own.
  const auto mode = QIODevice::ReadWrite | QIODevice::Unbuffered;
  m_socket->connectToHost(QString::fromStdString(m_address.host), m_address.port, mode);
}

void RedisLink::connectTls() {
  if (!QSslSocket::supportsSsl()) {
    return fail({"this program's Qt finds no TLS library: install OpenSSL, or write redis:// in redis.url", false});
  }
  auto* socket = new QSslSocket;
  m_socket = socket;
  QSslConfiguration configuration = socket->sslConfiguration();
  if (!m_options.caFile.empty()) {
    const auto authorities = QSslCertificate::fromPath(QString::fromStdString(m_options.caFile), QSsl::Pem,
                                                       QSslCertificate::PatternSyntax::FixedString);
    if (authorities.isEmpty()) {
      return fail(
          {"redis.ca-file " + m_options.caFile + " holds no certificate that can be read: name a file in PEM form",
           false});
    }
    configuration.setCaCertificates(authorities);
  }
  configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
  socket->setSslConfiguration(configuration);
  connect(socket, &QSslSocket::encrypted, this, &RedisLink::greet);
  connect(socket, &QSslSocket::readyRead, this, &RedisLink::read);
  connect(socket, &QSslSocket::errorOccurred, this, &RedisLink::onSocketError);
  connect(socket, &QSslSocket::sslErrors, this, &RedisLink::onCertificateErrors);
  socket->connectToHostEncrypted(QString::fromStdString(m_address.host), m_address.port);
}

void RedisLink::greet() {
  m_state = State::Greeting;
  m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
  const RedisUrl& url = m_options.url;
  if (!m_options.password.empty()) {
    RedisClient::Words words{"AUTH"};
    if (!url.user.empty()) words.emplace_back(url.user);
    words.emplace_back(m_options.password);
    put(Step::Auth, respRequest(words));
  }
  if (!m_options.name.empty()) put(Step::Name, respRequest({"CLIENT", "SETNAME", m_options.name}));
  if (url.database != 0 && m_use != Use::Sentinel) {
    put(Step::Select, respRequest({"SELECT", std::to_string(url.database)}));
  }
  put(Step::Info, respRequest({"INFO"}));
  flush();
}

void RedisLink::drop(RedisTrouble trouble) {
  if (!closed()) fail(std::move(trouble));
}

void RedisLink::send(RedisRequestPtr request) {
  if (request->askedAt) put(Step::Asking, kAsking);
  if (request->script == nullptr) {
    const std::string_view bytes = request->bytes;
    return put(Step::Request, bytes, std::move(request));
  }
  // In full for the first time on this link: NOSCRIPT would put it behind those asked after it.
  const RedisScript& script = *request->script;
  const bool known = std::ranges::find(m_knownScripts, &script) != m_knownScripts.end();
  if (!known) m_knownScripts.push_back(&script);
  const bool full = !known || request->scriptInFull;
  appendRespCount(m_out, request->words);
  appendRespWord(m_out, full ? "EVAL" : "EVALSHA");
  appendRespWord(m_out, full ? script.body() : script.digest());
  const std::string_view bytes = request->bytes;
  put(Step::Request, bytes, std::move(request));
}

void RedisLink::sendOwn(RedisWords words) {
  if (m_use == Use::Requests) return put(Step::Own, respRequest(words));
  // Its answers come among the messages.
  m_out += respRequest(words);
  flush();
}

void RedisLink::put(Step step, std::string_view bytes, RedisRequestPtr request) {
  m_out += bytes;
  const bool mayWait = request && request->mayWait;
  const bool awaited = !request || !request->answerMayWait;
  m_flights.push_back({step, std::move(request), {}, awaited});
  ++m_unflushed;
  if (awaited) ++m_awaited;
  flushSoon(mayWait);
}

void RedisLink::flushSoon(bool mayWait) {
  if (m_reading) return;
  m_flushAtRest = m_flushAtRest || !mayWait;
  // Also for a loop that is too busy to rest.
  if (!m_lateFlush.isActive()) m_lateFlush.start();
}

void RedisLink::flush() {
  m_flushAtRest = false;
  m_lateFlush.stop();
  if (m_out.empty() || closed()) return;
  const Clock::Steady now = m_clock.steady();
  for (std::size_t i = m_flights.size() - m_unflushed; i < m_flights.size(); ++i) m_flights[i].sentAt = now;
  m_unflushed = 0;
  const qint64 taken = m_socket->write(m_out.data(), static_cast<qint64>(m_out.size()));
  m_out.clear();
  if (m_out.capacity() > (1U << 20)) m_out.shrink_to_fit();
  if (taken >= 0) {
    m_socket->flush();
    return readWhenAwaited();
  }
  // Later: whoever asks something of this link does not expect its end.
  const auto tell = [this, socket = QPointer(m_socket)] {
    if (socket && socket == m_socket) onSocketError(socket->error());
  };
  QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
}

// An answer that nobody waits for comes with others.
void RedisLink::readWhenAwaited() {
  const bool pauses = m_awaited == 0 && !m_flights.empty() && m_flights.size() < kMostUnread;
  pauses ? m_pause.begin() : m_pause.end();
}

void RedisLink::read() {
  const QPointer<RedisLink> alive(this);
  m_reading = true;
  // Not a member's: an answer is looked at still when what it brings has ended this link.
  RedisReply reply = std::move(m_spareReply);
  // What the owner does with an answer may close this link, or end it.
  const auto most = static_cast<qint64>(m_readBuffer.size());
  for (qint64 size = most; size == most;) {
    size = m_socket->read(m_readBuffer.data(), most);
    // Without a buffer the socket says so here, and not always by its signal.
    if (size < 0 && alive && !closed()) onSocketError(m_socket->error());
    if (size <= 0) break;
    m_heardAt = m_clock.steady();
    m_heard = true;
    m_reader->feed(m_readBuffer.data(), static_cast<std::size_t>(size));
    while (m_reader->next(reply)) {
      take(reply.value());
      if (!alive || closed()) break;
    }
    if (!alive || closed()) break;
    if (m_reader->broken()) {
      fail({"what listens at " + m_address.text() + " is no Redis (" + m_reader->error() +
            "): check host and port in redis.url"});
      break;
    }
  }
  if (!alive) return;
  m_spareReply = std::move(reply);
  m_reading = false;
  m_pause.noteRead();
  flush();
  readWhenAwaited();
  m_owner.readEnded(*this);
}

void RedisLink::take(RedisValue value) {
  if (m_state == State::Ready && messagesOnly()) return m_owner.heard(*this, value);
  if (m_flights.empty()) {
    // A server in protected mode, or with too many clients, speaks first.
    return fail(value.isError() ? refusalTrouble(value.text(), "connections", m_options, m_address)
                                : RedisTrouble{"what listens at " + m_address.text() +
                                               " sends what it was not asked for: check host and port in redis.url"});
  }
  Flight flight = std::move(m_flights.front());
  m_flights.pop_front();
  m_unflushed = std::min(m_unflushed, m_flights.size());
  if (flight.awaited) --m_awaited;
  switch (flight.step) {
    case Step::Request:
      if (flight.request) m_owner.answered(*this, std::move(flight.request), value);
      return;
    case Step::Own: return m_owner.heard(*this, value);
    case Step::Ping:
    case Step::Asking: return;
    case Step::Auth:
    case Step::Name:
    case Step::Select:
    case Step::Info: return takeGreeting(flight.step, value);
  }
}

bool RedisLink::silentTooLong(Clock::Steady now) const {
  if (messagesOnly()) return now - m_heardAt > kMaxSilence;
  if (m_flights.size() == m_unflushed) return false;  // nothing is sent
  return now - std::max(m_heardAt, m_flights.front().sentAt) > m_options.answerDeadline;
}

// Why the greeting is not over by its deadline.
RedisTrouble RedisLink::lateTrouble() const {
  const std::string where = m_address.text();
  if (m_state == State::Greeting) {
    return {"Redis at " + where + " takes connections and does not answer: is its process hung?"};
  }
  if (m_socket->state() != QAbstractSocket::ConnectedState) {
    return {"no way to Redis at " + where + ": check network and firewall"};
  }
  // A Redis without TLS waits for the end of what it takes for a line.
  return {where +
          " does not answer in TLS: if Redis speaks none at this port, write redis:// in place of rediss://; "
          "if it does, its process may hang"};
}

void RedisLink::checkLiveness(Clock::Steady now) {
  if (m_state == State::Connecting || m_state == State::Greeting) {
    if (now - m_openedAt < m_options.connectDeadline) return;
    return fail(lateTrouble());
  }
  if (silentTooLong(now)) {
    return fail({"Redis at " + m_address.text() + " stopped answering: is its process hung, or the network cut?"});
  }
  if (now - m_pingedAt < kPingEvery || (!messagesOnly() && (!m_flights.empty() || now - m_heardAt < kPingEvery)))
    return;
  m_pingedAt = now;
  if (!messagesOnly()) return put(Step::Ping, kPing);
  m_out += kPing;
  flush();
}

void RedisLink::expire(Clock::Steady now) {
  for (Flight& flight : m_flights) {
    if (!flight.request || now < flight.request->deadline) continue;
    flight.request->maybeExecuted = true;
    if (std::exchange(flight.awaited, false)) --m_awaited;
    m_owner.expired(std::move(flight.request));
  }
}

void RedisLink::tick(Clock::Steady now) {
  if (closed()) return;
  // This process itself stood still, not the other side: what it has sent meanwhile is not read yet.
  if (now - m_tickedAt > 1s) m_heardAt = m_openedAt = now;
  m_tickedAt = now;
  expire(now);
  checkLiveness(now);
}

void RedisLink::fail(RedisTrouble trouble) {
  m_openAgainAt = m_clock.steady() + pauseAfter(m_failures, trouble.hopeful);
  ++m_failures;
  m_state = State::Closed;
  m_trouble = std::move(trouble);
  m_pause.setSocket(nullptr);
  if (m_socket != nullptr) {
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket->deleteLater();
    m_socket = nullptr;
  }
  std::vector<RedisRequestPtr> unanswered;
  const std::size_t sent = m_flights.size() - m_unflushed;
  for (std::size_t i = 0; i < m_flights.size(); ++i) {
    if (!m_flights[i].request) continue;
    if (i < sent) m_flights[i].request->maybeExecuted = true;
    unanswered.push_back(std::move(m_flights[i].request));
  }
  m_flights.clear();
  m_unflushed = 0;
  m_awaited = 0;
  m_out.clear();
  m_owner.linkLost(*this, std::move(unanswered));
}

void RedisLink::onSocketError(QAbstractSocket::SocketError error) {
  if (!m_certificateTrouble.text.empty()) return fail(std::move(m_certificateTrouble));
  // The last words before the end may say why.
  if (m_state != State::Connecting && m_socket->bytesAvailable() > 0) {
    const QPointer<RedisLink> alive(this);
    read();
    if (!alive || closed()) return;
  }
  fail(socketTrouble(error, m_socket->errorString().toStdString(), m_options, m_address, m_heard));
}

void RedisLink::onCertificateErrors(const QList<QSslError>& errors) {
  if (!errors.isEmpty()) m_certificateTrouble = certificateTrouble(errors.first(), m_options, m_address);
}

}  // namespace lk::bus
