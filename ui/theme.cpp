#include "ui/theme.h"

#include <QApplication>
#include <QFile>
#include <QStyle>
#include <cmath>

#include "ui/console_style.h"
#include "ui/icons.h"

namespace lk::ui {

namespace {

QColor c(QLatin1StringView name) { return QColor(name); }

bool systemIsDark() {
  QApplication::setPalette(QPalette());
  const QPalette system = QApplication::palette();
  return system.color(QPalette::Window).lightness() < system.color(QPalette::WindowText).lightness();
}

}  // namespace

ThemeColors ThemeColors::light() {
  ThemeColors colors;
  colors.window = c(QLatin1StringView("#f3f5f7"));
  colors.base = c(QLatin1StringView("#ffffff"));
  colors.field = c(QLatin1StringView("#ffffff"));
  colors.hover = c(QLatin1StringView("#eef1f4"));
  colors.pressed = c(QLatin1StringView("#e2e7ec"));
  colors.selection = c(QLatin1StringView("#dcecf0"));
  colors.text = c(QLatin1StringView("#18212b"));
  colors.muted = c(QLatin1StringView("#52606d"));
  colors.good = c(QLatin1StringView("#146c34"));
  colors.warning = c(QLatin1StringView("#7d4e00"));
  colors.bad = c(QLatin1StringView("#b3212b"));
  colors.border = c(QLatin1StringView("#dde2e8"));
  colors.controlBorder = c(QLatin1StringView("#838e9a"));
  colors.thumb = c(QLatin1StringView("#838e9a"));
  colors.accent = c(QLatin1StringView("#0b6e7d"));
  colors.accentHover = c(QLatin1StringView("#095a67"));
  colors.onAccent = c(QLatin1StringView("#ffffff"));
  colors.bannerWarning = c(QLatin1StringView("#fff5dc"));
  colors.bannerBad = c(QLatin1StringView("#fdeaea"));
  colors.addedLine = c(QLatin1StringView("#e2f4e7"));
  return colors;
}

ThemeColors ThemeColors::dark() {
  ThemeColors colors;
  colors.window = c(QLatin1StringView("#12161b"));
  colors.base = c(QLatin1StringView("#1a2027"));
  colors.field = c(QLatin1StringView("#141a20"));
  colors.hover = c(QLatin1StringView("#242c35"));
  colors.pressed = c(QLatin1StringView("#2d3742"));
  colors.selection = c(QLatin1StringView("#1c3f49"));
  colors.text = c(QLatin1StringView("#e3e8ed"));
  colors.muted = c(QLatin1StringView("#9fabb8"));
  colors.good = c(QLatin1StringView("#63cc86"));
  colors.warning = c(QLatin1StringView("#e6b450"));
  colors.bad = c(QLatin1StringView("#ff9a93"));
  colors.border = c(QLatin1StringView("#2c353f"));
  colors.controlBorder = c(QLatin1StringView("#66727f"));
  colors.thumb = c(QLatin1StringView("#66727f"));
  colors.accent = c(QLatin1StringView("#56c2d0"));
  colors.accentHover = c(QLatin1StringView("#7bd2dd"));
  colors.onAccent = c(QLatin1StringView("#06242a"));
  colors.bannerWarning = c(QLatin1StringView("#33290f"));
  colors.bannerBad = c(QLatin1StringView("#3a1e1f"));
  colors.addedLine = c(QLatin1StringView("#17331f"));
  return colors;
}

QColor ThemeColors::of(Tone tone) const {
  switch (tone) {
    case Tone::Normal: return text;
    case Tone::Muted: return muted;
    case Tone::Good: return good;
    case Tone::Warning: return warning;
    case Tone::Bad: return bad;
  }
  return text;
}

QPalette ThemeColors::palette() const {
  QPalette p;
  p.setColor(QPalette::Window, window);
  p.setColor(QPalette::WindowText, text);
  p.setColor(QPalette::Base, base);
  p.setColor(QPalette::AlternateBase, hover);
  p.setColor(QPalette::Text, text);
  p.setColor(QPalette::Button, base);
  p.setColor(QPalette::ButtonText, text);
  p.setColor(QPalette::BrightText, bad);
  p.setColor(QPalette::Highlight, selection);
  p.setColor(QPalette::HighlightedText, text);
  p.setColor(QPalette::ToolTipBase, base);
  p.setColor(QPalette::ToolTipText, text);
  p.setColor(QPalette::PlaceholderText, muted);
  p.setColor(QPalette::Link, accent);
  p.setColor(QPalette::Light, base);
  p.setColor(QPalette::Midlight, hover);
  p.setColor(QPalette::Mid, border);
  p.setColor(QPalette::Dark, controlBorder);
  p.setColor(QPalette::Shadow, border);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
    p.setColor(QPalette::Disabled, role, muted);
  }
  return p;
}

QString ThemeColors::styleSheet() const {
  QFile file(QStringLiteral(":/theme/console.qss"));
  if (!file.open(QIODevice::ReadOnly)) return {};
  QString sheet = QString::fromUtf8(file.readAll());
  const std::pair<const char*, QColor> names[] = {
      {"window", window},
      {"base", base},
      {"field", field},
      {"hover", hover},
      {"pressed", pressed},
      {"selection", selection},
      {"text", text},
      {"muted", muted},
      {"good", good},
      {"warning", warning},
      {"bad", bad},
      {"border", border},
      {"controlBorder", controlBorder},
      {"thumb", thumb},
      {"accent", accent},
      {"accentHover", accentHover},
      {"onAccent", onAccent},
      {"bannerWarning", bannerWarning},
      {"bannerBad", bannerBad},
  };
  for (const auto& [name, color] : names) {
    sheet.replace(QStringLiteral("@%1@").arg(QLatin1StringView(name)), color.name());
  }
  return sheet;
}

double contrast(const QColor& a, const QColor& b) {
  const auto luminance = [](const QColor& color) {
    const auto part = [](double value) {
      return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF());
  };
  const double one = luminance(a) + 0.05;
  const double other = luminance(b) + 0.05;
  return std::max(one, other) / std::min(one, other);
}

Theme::Theme(QObject* parent) : QObject(parent) { QApplication::setStyle(new ConsoleStyle); }

void Theme::choose(const QString& name) {
  m_chosen = name;
  m_dark = name == QLatin1StringView("dark") || (name != QLatin1StringView("light") && systemIsDark());
  m_colors = m_dark ? ThemeColors::dark() : ThemeColors::light();
  QApplication::setPalette(m_colors.palette());
  qApp->setStyleSheet(m_colors.styleSheet());
  Q_EMIT changed();
}

QIcon Theme::icon(const QString& name) const {
  return makeIcon(name, {m_colors.muted, m_colors.accent, m_colors.thumb});
}

QIcon Theme::icon(const QString& name, const QColor& color) const {
  return makeIcon(name, {color, color, m_colors.thumb});
}

}  // namespace lk::ui
