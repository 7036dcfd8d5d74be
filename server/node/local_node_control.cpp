#include "server/node/local_node_control.h"

namespace lk::node {

namespace {

constexpr std::chrono::seconds kConnectDeadline{3};
constexpr std::chrono::seconds kAnswerDeadline{20};

QString wordsFor(QLocalSocket::LocalSocketError error, const QString& socketName) {
  switch (error) {
    case QLocalSocket::PeerClosedError: return QStringLiteral("the node ended the link");
    case QLocalSocket::ServerNotFoundError:
    case QLocalSocket::ConnectionRefusedError:
      return QStringLiteral("no node listens at the control socket ") + socketName;
    case QLocalSocket::SocketAccessError: return QStringLiteral("the control socket is another user's: ") + socketName;
    default: return QStringLiteral("the link to the node broke");
  }
}

}  // namespace

LocalNodeControl::LocalNodeControl(QString socketName, QObject* parent)
    : LocalNodeControl(std::move(socketName), new SocketLineChannel(new QLocalSocket, kLongestAnswer, nullptr),
                       parent) {}

LocalNodeControl::LocalNodeControl(QString socketName, SocketLineChannel* channel, QObject* parent)
    : LineNodeControl(*channel, kAnswerDeadline, parent),
      m_socketName(std::move(socketName)),
      m_channel(channel),
      m_deadline(this) {
  m_channel->setParent(this);
  QLocalSocket& socket = m_channel->socket();
  m_deadline.setSingleShot(true);
  connect(&m_deadline, &QTimer::timeout, this,
          [this] { lose(QStringLiteral("the node does not answer at its control socket")); });
  connect(this, &NodeControl::stateChanged, &m_deadline, &QTimer::stop);
  connect(&socket, &QLocalSocket::connected, this, &LocalNodeControl::greet);
  connect(&socket, &QLocalSocket::errorOccurred, this,
          [this] { lose(wordsFor(m_channel->socket().error(), m_socketName)); });
}

LocalNodeControl::~LocalNodeControl() { m_channel->socket().disconnect(this); }

void LocalNodeControl::open() {
  m_deadline.start(kConnectDeadline);
  // Later, as a failure is told at once, and nobody is told anything from within a call.
  QMetaObject::invokeMethod(
      this, [this] { m_channel->socket().connectToServer(m_socketName); }, Qt::QueuedConnection);
}

}  // namespace lk::node
