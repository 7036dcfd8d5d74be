// Whoever comes to a console's door when no descriptor is left.
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <QAbstractEventDispatcher>
#include <QTemporaryDir>
#include <QTest>
#include <vector>

#include "server/node/control_server.h"
#include "server/node/metrics_server.h"
#include "tests/control/examples.h"
#include "tests/control/fake_node_service.h"
#include "tests/control/http_client.h"
#include "tests/control/raw_client.h"

using namespace lk::node;
using namespace lk::test;

namespace {

// While it lives, this process gets no descriptor more.
class NoDescriptors {
 public:
  NoDescriptors() {
    ::getrlimit(RLIMIT_NOFILE, &m_before);
    rlimit few = m_before;
    few.rlim_cur = 200;
    ::setrlimit(RLIMIT_NOFILE, &few);
    for (int taken = 0; (taken = ::dup(0)) >= 0;) m_taken.push_back(taken);
  }
  ~NoDescriptors() {
    for (const int taken : m_taken) ::close(taken);
    ::setrlimit(RLIMIT_NOFILE, &m_before);
  }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;

 private:
  rlimit m_before{};
  std::vector<int> m_taken;
};

// A client's socket that was there before.
class Guest {
 public:
  explicit Guest(int family) : m_socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  ~Guest() { ::close(m_socket); }
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;

  [[nodiscard]] bool connectTo(const QString& path) const {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray name = path.toLocal8Bit();
    std::copy_n(name.constData(), name.size(), address.sun_path);
    return ::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  [[nodiscard]] bool connectTo(quint16 port) const {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  void send(const QByteArray& bytes) const {
    QCOMPARE(::send(m_socket, bytes.constData(), size_t(bytes.size()), 0), bytes.size());
  }
  // What is there of an answer.
  [[nodiscard]] QByteArray answer() const {
    char bytes[4096];
    const ssize_t got = ::recv(m_socket, bytes, sizeof bytes, MSG_DONTWAIT);
    return {bytes, std::max<ssize_t>(got, 0)};
  }

 private:
  int m_socket;
};

}  // namespace

class DescriptorsRunOut : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theControlSocketIsThereAgain() {
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("n1.sock"));
    FakeNodeService node;
    ControlServer server(node);
    QVERIFY(server.listen(name).ok());
    const Guest guest(AF_UNIX);
    {
      const NoDescriptors none;
      QVERIFY(guest.connectTo(name));
      QTest::qWait(1'500);
    }
    const auto served = [&] {
      RawClient client(name);
      if (!client.connected()) return false;
      client.ask(1, "hello");
      return client.nextObject().contains(QLatin1StringView("info"));
    };
    QTRY_VERIFY(served());
  }

  // Nor does the node's thread turn round and round meanwhile.
  void whoWaitsForMetricsIsServedOnceThereIsOne() {
    FakeNodeService node;
    node.setSample(fullSample());
    MetricsServer server(node);
    const auto bound = server.listen("127.0.0.1:0");
    QVERIFY(bound.ok());
    const Guest guest(AF_INET);
    {
      const NoDescriptors none;
      QVERIFY(guest.connectTo(bound->section(QLatin1Char(':'), 1).toUShort()));
      guest.send("GET /healthz HTTP/1.1\r\n\r\n");
      int wakes = 0;
      connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, this, [&wakes] { ++wakes; });
      QTest::qWait(1'000);
      disconnect(QAbstractEventDispatcher::instance(), nullptr, this, nullptr);
      QVERIFY2(wakes < 500, qPrintable(QString::number(wakes)));
    }
    QByteArray answer;
    QTRY_VERIFY((answer += guest.answer()).startsWith("HTTP/1.1 200 "));
  }
};

QTEST_GUILESS_MAIN(DescriptorsRunOut)
#include "tst_descriptors_run_out.moc"
