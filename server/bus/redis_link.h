#pragma once

#include <QObject>
#include <QSslError>
#include <QTcpSocket>
#include <QTimer>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "server/bus/read_pause.h"
#include "server/bus/redis_reader.h"
#include "server/bus/redis_request.h"
#include "server/bus/redis_trouble.h"

namespace lk::bus {

class RedisLink;

// Hears what happens on links, from the event loop or from RedisLink::tick. It may delete none of its links meanwhile.
class RedisLinkOwner {
 public:
  virtual ~RedisLinkOwner() = default;
  virtual void linkReady(RedisLink& link) = 0;
  // link.trouble() says why. unanswered: oldest first; those sent are marked.
  virtual void linkLost(RedisLink& link, std::vector<RedisRequestPtr> unanswered) = 0;
  virtual void answered(RedisLink& link, RedisRequestPtr request, RedisValue value) = 0;
  virtual void expired(RedisRequestPtr request) = 0;
  // The next answer to the owner's own words, or a message.
  virtual void heard(RedisLink& link, RedisValue value) = 0;
  // All answers and messages of one read have been told.
  virtual void readEnded(RedisLink& /*link*/) {}
};

// One connection to one Redis: greeting, requests in a row and their answers, liveness. Makes no second try by itself.
class RedisLink final : public QObject {
  Q_OBJECT

 public:
  enum class Use : std::uint8_t {
    Requests,  // requests by send(), and own words between them
    Messages,  // own words only: SUBSCRIBE and what comes of it
    Sentinel,  // likewise, with a Sentinel
  };

  RedisLink(const RedisOptions& options, Use use, const Clock& clock, RedisLinkOwner& owner);
  ~RedisLink() override;  // forgets all that is under way

  void open(const RedisAddress& address);
  // Closes it for a reason of the owner's, who hears linkLost; nothing, if it is closed.
  void drop(RedisTrouble trouble);
  [[nodiscard]] bool closed() const { return m_state == State::Closed; }
  [[nodiscard]] bool ready() const { return m_state == State::Ready; }
  // Closed, and the pause after its last loss is over: up to 100 ms, twice that after each failure, up to 5 s.
  [[nodiscard]] bool mayOpen(Clock::Steady now) const { return closed() && now >= m_openAgainAt; }
  void openSoon() { m_openAgainAt = {}; }

  [[nodiscard]] const RedisAddress& address() const { return m_address; }
  [[nodiscard]] const RedisTrouble& trouble() const { return m_trouble; }  // of its last loss
  [[nodiscard]] bool busy() const { return !m_flights.empty(); }

  // Only while ready. They leave at the end of the turn.
  void send(RedisRequestPtr request);
  void sendOwn(RedisWords words);
  // Redis knows no scripts any more.
  void forgetScripts() { m_knownScripts.clear(); }

  // About every 50 ms: deadlines, and whether the other side lives.
  void tick(Clock::Steady now);

 private:
  enum class State : std::uint8_t { Closed, Connecting, Greeting, Ready };
  enum class Step : std::uint8_t { Request, Own, Ping, Asking, Auth, Name, Select, Info };

  // What was sent and waits for its answer.
  struct Flight {
    Step step = Step::Request;
    RedisRequestPtr request;  // null where it expired
    Clock::Steady sentAt;
    bool awaited = true;  // somebody waits for the answer
  };

  [[nodiscard]] bool messagesOnly() const { return m_use != Use::Requests; }
  void connectPlain();
  void connectTls();
  void greet();
  void put(Step step, std::string_view bytes, RedisRequestPtr request = nullptr);
  void flushSoon(bool mayWait);
  void read();
  void take(RedisValue value);
  void takeGreeting(Step step, RedisValue value);
  void takeInfo(std::string_view info);
  void flush();
  void readWhenAwaited();
  void fail(RedisTrouble trouble);
  [[nodiscard]] bool silentTooLong(Clock::Steady now) const;
  [[nodiscard]] RedisTrouble lateTrouble() const;
  void checkLiveness(Clock::Steady now);
  void expire(Clock::Steady now);
  void onSocketError(QAbstractSocket::SocketError error);
  void onCertificateErrors(const QList<QSslError>& errors);

  const RedisOptions& m_options;
  const Use m_use;
  const Clock& m_clock;
  RedisLinkOwner& m_owner;

  State m_state = State::Closed;
  RedisAddress m_address;
  RedisTrouble m_trouble;
  RedisTrouble m_certificateTrouble;
  QTcpSocket* m_socket = nullptr;
  std::unique_ptr<RedisReader> m_reader;
  RedisReply m_spareReply;  // whose memory serves for the next
  std::vector<char> m_readBuffer;

  std::string m_out;
  bool m_flushAtRest = false;  // of the loop
  QTimer m_lateFlush;          // of what may wait
  bool m_reading = false;
  std::deque<Flight> m_flights;
  std::size_t m_unflushed = 0;  // at the end of m_flights, their bytes in m_out
  std::size_t m_awaited = 0;    // of m_flights
  ReadPause m_pause;
  std::vector<const RedisScript*> m_knownScripts;

  Clock::Steady m_openedAt;
  Clock::Steady m_openAgainAt;
  Clock::Steady m_heardAt;
  Clock::Steady m_pingedAt;
  Clock::Steady m_tickedAt;
  int m_failures = 0;  // since it was last ready
  bool m_heard = false;
};

}  // namespace lk::bus
