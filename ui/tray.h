#pragma once

#include <QObject>
#include <QSystemTrayIcon>
#include <QTimer>
#include <memory>

class QMenu;

namespace lk::ui {

// The system's tray as the window uses it. A desktop may have none.
class Tray : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  [[nodiscard]] virtual bool available() const = 0;
  // Whether its icon stands there while nothing is to be told.
  virtual void keep(bool kept) = 0;
  virtual void setLook(const QIcon& icon) = 0;
  // A message of the desktop. It may come without one, when the desktop has no place for it.
  virtual void tell(const QString& title, const QString& text) = 0;

 Q_SIGNALS:
  void windowWanted();  // the icon or a message was clicked
  void quitWanted();
};

// The real one. Outlives the windows that use it.
class SystemTray final : public Tray {
  Q_OBJECT

 public:
  explicit SystemTray(QObject* parent = nullptr);
  ~SystemTray() override;

  [[nodiscard]] bool available() const override { return QSystemTrayIcon::isSystemTrayAvailable(); }
  void keep(bool kept) override;
  void setLook(const QIcon& icon) override { m_icon.setIcon(icon); }
  void tell(const QString& title, const QString& text) override;

 private:
  std::unique_ptr<QMenu> m_menu;
  QSystemTrayIcon m_icon;
  QTimer m_toldEnough;  // the icon of a message goes when the message has gone
  bool m_kept = false;
};

}  // namespace lk::ui
