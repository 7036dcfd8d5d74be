#include "ui/tray.h"

#include <QMenu>

namespace lk::ui {

namespace {

constexpr std::chrono::seconds kToldFor{20};

}  // namespace

SystemTray::SystemTray(QObject* parent) : Tray(parent), m_menu(std::make_unique<QMenu>()) {
  m_icon.setToolTip(tr("Linekeeper"));
  const auto add = [this](const QString& text, const QString& tip) {
    QAction* action = m_menu->addAction(text);
    action->setToolTip(tip);
    return action;
  };
  connect(add(tr("&Show the window"), tr("Show the window of Linekeeper")), &QAction::triggered, this,
          &Tray::windowWanted);
  connect(add(tr("&Quit"), tr("Send the devices away and quit")), &QAction::triggered, this, &Tray::quitWanted);
  m_icon.setContextMenu(m_menu.get());
  connect(&m_icon, &QSystemTrayIcon::messageClicked, this, &Tray::windowWanted);
  connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
    if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick) Q_EMIT windowWanted();
  });
  m_toldEnough.setSingleShot(true);
  connect(&m_toldEnough, &QTimer::timeout, this, [this] { m_icon.setVisible(m_kept); });
}

SystemTray::~SystemTray() = default;

void SystemTray::keep(bool kept) {
  m_kept = kept;
  if (kept || !m_toldEnough.isActive()) m_icon.setVisible(kept);
}

void SystemTray::tell(const QString& title, const QString& text) {
  if (!available()) return;
  m_icon.setVisible(true);
  m_icon.showMessage(title, text, QSystemTrayIcon::Warning);
  m_toldEnough.start(kToldFor);
}

}  // namespace lk::ui
