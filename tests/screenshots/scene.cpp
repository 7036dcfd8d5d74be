#include "scene.h"

#include <QAction>
#include <QApplication>
#include <QCryptographicHash>
#include <QImage>
#include <QPointer>
#include <QTest>
#include <algorithm>
#include <cstdio>
#include <functional>

namespace lk::ui::test {

using node::EventKind;
using node::Severity;

Scene::Scene() : m_random(7) {
  m_start = QDateTime::currentMSecsSinceEpoch() - 600'000;
  m_node.setNowMs(m_start);
  node::NodeInfo info = m_node.info();
  info.id = QStringLiteral("gw-berlin-1");
  info.metrics = QStringLiteral("127.0.0.1:9600");
  info.startedAtMs = m_start - 9 * 86'400'000LL;
  m_node.setInfo(info);
}

void Scene::connectFleet() {
  const QStringList kinds = {QStringLiteral("meter"), QStringLiteral("charger"), QStringLiteral("pump"),
                             QStringLiteral("gate")};
  QList<qint64> ages;  // ms
  for (int i = 0; i < 240; ++i) ages.push_back(static_cast<qint64>(m_random.bounded(40'000'000)) + 40'000);
  std::ranges::sort(ages, std::ranges::greater());
  for (int i = 0; i < 240; ++i) {
    m_node.setNowMs(m_start - ages[i]);
    const QString device = QStringLiteral("%1-%2").arg(kinds[i % 4]).arg(1000 + i * 7);
    m_node.connectDevice(device, QStringLiteral("10.%1.%2.%3").arg(20 + i % 4).arg(i / 16).arg(10 + i % 200));
    m_node.change(device, [&](node::SessionRow& row) {
      row.lastHeardAtMs = m_start - static_cast<qint64>(m_random.bounded(58'000));
      row.reports = m_random.bounded(90'000U);
      row.reportBytes = row.reports * 84;
      row.meta = R"({"firmware":"4.2.1","model":"LX-200","site":"Westhafen"})";
      if (i % 9 == 0) row.lastClose = CloseReason::KeepaliveMissed;
      if (i % 14 == 0) row.lastClose = CloseReason::Lost;
      if (i % 31 == 3) row.commandsPending = 2;
      if (i % 67 == 5) row.outBuffer = 18'432;
    });
  }
  m_node.setNowMs(m_start);
  m_node.addEvent(EventKind::ProtocolError, Severity::Warning, QStringLiteral("pump-1014"),
                  QStringLiteral("no such frame type"));
  m_node.addEvent(EventKind::ConnectionRefused, Severity::Warning, {},
                  QStringLiteral("no whole HELLO within hello-timeout"), {}, QStringLiteral("203.0.113.77"));
  m_node.disconnectDevice(QStringLiteral("gate-1021"), CloseReason::KeepaliveMissed);
  m_node.connectDevice(QStringLiteral("meter-1000"), QStringLiteral("10.20.0.10"));
}

void Scene::step(int second) {
  m_node.setNowMs(m_start + second * 1'000LL);
  node::Figures& figures = m_node.figures();
  figures.reports += 180 + m_random.bounded(60U) + static_cast<quint64>(second % 120 < 20 ? 90 : 0);
  figures.reportBytes = figures.reports * 84;
  figures.ackP50Us = 900 + m_random.bounded(120);
  figures.ackP99Us = 4'000 + m_random.bounded(900) + (second > 300 && second < 330 ? 3'000 : 0);
  figures.memoryBytes = 24'600'000 + static_cast<quint64>(second) * 900;
  figures.loopLagP99Us = 180;
  figures.commands[static_cast<std::size_t>(CommandStatus::Done)] += m_random.bounded(4U);
}

void Scene::talk() {
  for (const node::SessionRow& row : rows()) {
    m_node.change(row.device, [&](node::SessionRow& changed) {
      changed.lastHeardAtMs = m_start + 600'000 - static_cast<qint64>(m_random.bounded(58'000));
    });
  }
}

void Scene::command(const char* device, const char* payload, qint64 ttlS) {
  node::CommandRequest request;
  request.id = QStringLiteral("6f1c0b52-7d0e-4c1e-9b5a-%1").arg(++m_commands, 12, 16, QLatin1Char('0'));
  request.device = QString::fromLatin1(device);
  request.payload = payload;
  request.ttlS = ttlS;
  m_node.send({request}, &m_node, [](const Result<QStringList>&) {});
}

QList<node::SessionRow> Scene::rows() {
  QList<node::SessionRow> all;
  m_node.fetch({}, &m_node, [&](const Result<node::Snapshot>& snapshot) { all = snapshot->sessions; });
  QTest::qWait(20);
  return all;
}

void dress(Settings& settings, const QString& look) {
  settings.theme = look.section(QLatin1Char('-'), 0, 0).toStdString();
  settings.language = look.section(QLatin1Char('-'), 1).toStdString();
}

QString called(const char* context, const char* text) {
  return QCoreApplication::translate((QByteArray("lk::ui::") + context).constData(), text);
}

QTableView* table(MainWindow& window, const char* page) {
  return calledThat<QTableView>(window, (QByteArray(page) + "Page").constData(), page);
}

QPushButton* buttonOf(QWidget& window, const QString& text) {
  const QList<QPushButton*> buttons = window.findChildren<QPushButton*>();
  for (QPushButton* button : buttons) {
    if (button->isVisible() && button->text() == text) return button;
  }
  return nullptr;
}

void trigger(MainWindow& window, const char* action) {
  window.findChild<QAction*>(QLatin1StringView(action))->trigger();
}

QWidget* openDialog() {
  const auto isOpen = [] { return QApplication::activeModalWidget() != nullptr; };
  return QTest::qWaitFor(isOpen, 10'000) ? QApplication::activeModalWidget() : nullptr;
}

void closeDialog() {
  if (QWidget* dialog = QApplication::activeModalWidget()) dialog->close();
}

void Album::fail(const QString& name, const QString& why) {
  ++m_failures;
  std::fprintf(stderr, "%s-%s: %s\n", qUtf8Printable(name), qUtf8Printable(m_look), qUtf8Printable(why));
}

void Album::keep(const QString& name, const QPixmap& picture) {
  const QImage image = picture.toImage();
  const auto bytes = QByteArrayView(image.constBits(), image.sizeInBytes());
  QByteArray seen = QCryptographicHash::hash(bytes.toByteArray(), QCryptographicHash::Sha1);
  seen += QByteArray::number(image.width());
  if (const QString before = m_names.value(seen); !before.isEmpty()) {
    fail(name, QStringLiteral("shows the same as %1").arg(before));
  }
  m_names.insert(seen, name);
  const QString path = QStringLiteral("%1/%2-%3.png").arg(m_folder, name, m_look);
  if (!picture.save(path)) fail(name, QStringLiteral("can't be written to %1").arg(path));
}

void Photographer::take(const QString& name) {
  QTest::qWait(350);
  m_album.keep(name, m_window.grab());
}

void Photographer::takeDialog(const QString& name) {
  const QPointer<QWidget> dialog = openDialog();
  QTest::qWait(350);
  if (dialog == nullptr) return m_album.fail(name, QStringLiteral("no dialog is open"));
  m_album.keep(name, dialog->grab());
}

}  // namespace lk::ui::test
