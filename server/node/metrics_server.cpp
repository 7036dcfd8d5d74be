#include "server/node/metrics_server.h"

#include <QHostAddress>
#include <QPointer>
#include <QTcpSocket>
#include <QTimer>

#include "server/base/address.h"
#include "server/node/metrics_request.h"
#include "server/node/metrics_text.h"

namespace lk::node {

namespace {

constexpr int kMostConnections = 32;  // they have part of the descriptors that AcceptGate keeps
constexpr std::chrono::seconds kAcceptsAgainAfter{1};
constexpr std::chrono::seconds kDeadline{5};  // for the whole of a connection

void respond(QTcpSocket* socket, const QByteArray& status, const QByteArray& body, bool headOnly = false,
             const QByteArray& type = "text/plain; charset=utf-8") {
  QByteArray response = "HTTP/1.1 " + status + "\r\nContent-Type: " + type +
                        "\r\nContent-Length: " + QByteArray::number(body.size()) +
                        "\r\nCache-Control: no-store\r\nConnection: close\r\n";
  if (status.startsWith("405")) response += "Allow: GET, HEAD\r\n";
  response += "\r\n";
  if (!headOnly) response += body;
  socket->write(response);
  socket->disconnectFromHost();
}

}  // namespace

MetricsServer::MetricsServer(NodeService& node, QObject* parent) : QObject(parent), m_node(node), m_server(this) {
  connect(&m_server, &QTcpServer::newConnection, this, &MetricsServer::takeConnections);
  // Who waits with no descriptor left would wake it again and again.
  connect(&m_server, &QTcpServer::acceptError, this, [this] {
    m_server.pauseAccepting();
    QTimer::singleShot(kAcceptsAgainAfter, &m_server, [this] { m_server.resumeAccepting(); });
  });
}

Result<QString> MetricsServer::listen(const std::string& addressText) {
  const auto address = parseAddress(addressText);
  if (!address) return address.error();
  if (!m_server.listen(QHostAddress(QString::fromStdString(address->host)), address->port)) {
    return Error{Error::Code::InUse, "cannot serve metrics on " + addressText + ": " +
                                         m_server.errorString().toStdString() +
                                         "; choose another port with --metrics ADDR:PORT"};
  }
  const Address bound{address->host, m_server.serverPort()};
  return QString::fromStdString(bound.text());
}

void MetricsServer::takeConnections() {
  while (QTcpSocket* socket = m_server.nextPendingConnection()) {
    if (m_open >= kMostConnections) {
      socket->abort();
      socket->deleteLater();
      continue;
    }
    ++m_open;
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
      --m_open;
      socket->deleteLater();
    });
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { readRequest(socket); });
    QTimer::singleShot(kDeadline, socket, [socket] { socket->abort(); });
    socket->setReadBufferSize(kLongestMetricsHead + 1);
  }
}

void MetricsServer::readRequest(QTcpSocket* socket) {
  if (socket->state() != QAbstractSocket::ConnectedState) return;
  const MetricsRequest request = readMetricsRequest(socket->peek(kLongestMetricsHead + 1));
  if (request.status == MetricsRequest::Status::NeedMore) return;
  disconnect(socket, &QTcpSocket::readyRead, this, nullptr);  // one request a connection
  switch (request.status) {
    case MetricsRequest::Status::TooLarge:
      return respond(socket, "431 Request Header Fields Too Large", "request too large\n");
    case MetricsRequest::Status::NotHttp: return respond(socket, "400 Bad Request", "this is not HTTP/1.1\n");
    case MetricsRequest::Status::NotAllowed: return respond(socket, "405 Method Not Allowed", "only GET and HEAD\n");
    default: return answer(socket, request.path, request.headOnly);
  }
}

void MetricsServer::answer(QTcpSocket* socket, const QByteArray& path, bool headOnly) {
  if (path != "/metrics" && path != "/healthz" && path != "/readyz") {
    return respond(socket, "404 Not Found", "there are /metrics, /healthz and /readyz\n", headOnly);
  }
  m_node.metrics([socket = QPointer(socket), path, headOnly](const MetricsSample& sample) {
    if (!socket) return;
    if (path == "/metrics") {
      respond(socket, "200 OK", metricsText(sample), headOnly, "text/plain; version=0.0.4; charset=utf-8");
    } else if (path == "/healthz") {
      sample.alive ? respond(socket, "200 OK", "alive\n", headOnly)
                   : respond(socket, "503 Service Unavailable", "an I/O thread is stuck\n", headOnly);
    } else {
      const char* why = sample.figures.draining       ? "draining\n"
                        : sample.figures.acceptPaused ? "out of file descriptors\n"
                                                      : "not listening\n";
      sample.accepting ? respond(socket, "200 OK", "accepting devices\n", headOnly)
                       : respond(socket, "503 Service Unavailable", why, headOnly);
    }
  });
}

}  // namespace lk::node
