#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

namespace lk::ui {

struct IconColors {
  QColor normal;
  QColor checked;
  QColor disabled;
};

// One of resources/icons, drawn in these colours at whatever size and scale is asked for. Null where this system has
// no image plugin for SVG: the texts beside the icons then stand alone.
[[nodiscard]] QIcon makeIcon(const QString& name, const IconColors& colors);

}  // namespace lk::ui
