#pragma once

#include <QHash>
#include <QWidget>

class QAction;
class QFrame;
class QVBoxLayout;

namespace lk::ui {

class Theme;

// What is wrong right now, above every page: one banner for each thing, gone when it is mended.
class BannerBar final : public QWidget {
  Q_OBJECT

 public:
  enum class Severity { Warning, Problem };

  explicit BannerBar(const Theme& theme, QWidget* parent = nullptr);

  // action: the button that helps; null: none. A banner that is dismissible stays until it is closed or replaced.
  void show(const QString& name, Severity severity, const QString& text, QAction* action = nullptr,
            bool dismissible = false);
  void hide(const QString& name);
  // A button of this action is not shown, until the next call; null: all are.
  void hideButtonsOf(QAction* action);
  [[nodiscard]] QStringList texts() const;

 private:
  QFrame* make(const QString& name, Severity severity, const QString& text, QAction* action, bool dismissible);

  const Theme& m_theme;
  QVBoxLayout* m_layout;
  QHash<QString, QFrame*> m_banners;
  QAction* m_useless = nullptr;
};

}  // namespace lk::ui
