#include "ui/banner_bar.h"

#include <QAction>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/parts.h"
#include "ui/theme.h"

namespace lk::ui {

namespace {

constexpr const char* kLeadsTo = "leadsTo";  // of a button: its action

}  // namespace

BannerBar::BannerBar(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_layout(new QVBoxLayout(this)) {
  m_layout->setContentsMargins(parts::kMargin, parts::kGap, parts::kMargin, 0);
  m_layout->setSpacing(parts::kGap);
  setVisible(false);
}

void BannerBar::show(const QString& name, Severity severity, const QString& text, QAction* action, bool dismissible) {
  if (QFrame* old = m_banners.value(name); old != nullptr) {
    if (auto* label = old->findChild<QLabel*>(QStringLiteral("text")); label->text() != text) label->setText(text);
    return;
  }
  QFrame* banner = make(name, severity, text, action, dismissible);
  m_banners.insert(name, banner);
  m_layout->addWidget(banner);
  setVisible(true);
}

QFrame* BannerBar::make(const QString& name, Severity severity, const QString& text, QAction* action,
                        bool dismissible) {
  const bool isProblem = severity == Severity::Problem;
  auto* banner = new QFrame;
  banner->setProperty("role", QStringLiteral("banner"));
  banner->setProperty("severity", isProblem ? QStringLiteral("problem") : QStringLiteral("warning"));
  auto* layout = new QHBoxLayout(banner);
  layout->setContentsMargins(12, 6, parts::kGap, 6);
  layout->setSpacing(parts::kGap);

  auto* picture = new QLabel;
  const QColor color = isProblem ? m_theme.colors().bad : m_theme.colors().warning;
  const QIcon icon = m_theme.icon(isProblem ? QStringLiteral("problem") : QStringLiteral("warning"), color);
  picture->setPixmap(icon.pixmap(QSize(18, 18), devicePixelRatioF()));
  layout->addWidget(picture);

  auto* label = new QLabel(text);
  label->setObjectName(QStringLiteral("text"));
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  label->setAccessibleName(isProblem ? tr("Problem") : tr("Warning"));
  layout->addWidget(label, 1);
  if (action != nullptr) {
    QPushButton* button = parts::button(action);
    button->setProperty(kLeadsTo, QVariant::fromValue<QObject*>(action));
    layout->addWidget(button);
    button->setVisible(action != m_useless);
  }
  if (dismissible) {
    auto* close = new QPushButton(tr("Dismiss"));
    close->setAccessibleName(tr("Dismiss"));
    close->setToolTip(tr("Close this message"));
    connect(close, &QPushButton::clicked, this, [this, name] { hide(name); });
    layout->addWidget(close);
  }
  return banner;
}

void BannerBar::hide(const QString& name) {
  QFrame* banner = m_banners.take(name);
  if (banner == nullptr) return;
  banner->setVisible(false);
  banner->deleteLater();
  setVisible(!m_banners.isEmpty());
}

void BannerBar::hideButtonsOf(QAction* action) {
  m_useless = action;
  for (const QFrame* banner : std::as_const(m_banners)) {
    const QList<QPushButton*> buttons = banner->findChildren<QPushButton*>();
    for (QPushButton* button : buttons) {
      const auto* leadsTo = button->property(kLeadsTo).value<QObject*>();
      button->setVisible(leadsTo == nullptr || leadsTo != action);
    }
  }
}

QStringList BannerBar::texts() const {
  QStringList all;
  for (const QFrame* banner : m_banners) all.push_back(banner->findChild<QLabel*>(QStringLiteral("text"))->text());
  return all;
}

}  // namespace lk::ui
