<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>lk::ui</name>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::ChecksPanel</name>
    <message numerus="yes">
        <source>%n finding(s), all of them good. Run the checks again after a change of nginx, the firewall or the settings, or when devices stay away.</source>
        <translation>
            <numerusform>%n finding, all of them good. Run the checks again after a change of nginx, the firewall or the settings, or when devices stay away.</numerusform>
            <numerusform>%n findings, all of them good. Run the checks again after a change of nginx, the firewall or the settings, or when devices stay away.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::CommandLines</name>
    <message numerus="yes">
        <source>Copy %n command(s)</source>
        <translation>
            <numerusform>Copy %n command</numerusform>
            <numerusform>Copy %n commands</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied %n command(s)</source>
        <translation>
            <numerusform>Copied %n command</numerusform>
            <numerusform>Copied %n commands</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::CommandsPage</name>
    <message numerus="yes">
        <source>Send to %n device(s)</source>
        <translation>
            <numerusform>Send to %n device</numerusform>
            <numerusform>Send to %n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send this command to %n device(s)?</source>
        <translation>
            <numerusform>Send this command to %n device?</numerusform>
            <numerusform>Send this command to %n devices?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sent to %n device(s)</source>
        <translation>
            <numerusform>Sent to %n device</numerusform>
            <numerusform>Sent to %n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied %n command line(s)</source>
        <translation>
            <numerusform>Copied %n command line</numerusform>
            <numerusform>Copied %n command lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It hides %n command(s).</source>
        <translation>
            <numerusform>It hides %n command.</numerusform>
            <numerusform>It hides %n commands.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::DevicePane</name>
    <message numerus="yes">
        <source>%n device(s) selected</source>
        <translation>
            <numerusform>%n device selected</numerusform>
            <numerusform>%n devices selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::DevicesPage</name>
    <message numerus="yes">
        <source>Copied %n device id(s)</source>
        <translation>
            <numerusform>Copied %n device id</numerusform>
            <numerusform>Copied %n device ids</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kick %n device(s)</source>
        <translation>
            <numerusform>Kick %n device</numerusform>
            <numerusform>Kick %n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Connected: %n device(s).</source>
        <translation>
            <numerusform>Connected: %n device.</numerusform>
            <numerusform>Connected: %n devices.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Close the sessions of %n device(s)?</source>
        <translation>
            <numerusform>Close the sessions of %n device?</numerusform>
            <numerusform>Close the sessions of %n devices?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kicked %n device(s)</source>
        <translation>
            <numerusform>Kicked %n device</numerusform>
            <numerusform>Kicked %n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n not connected</source>
        <translation>
            <numerusform>, %n not connected</numerusform>
            <numerusform>, %n not connected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::DrainDialog</name>
    <message numerus="yes">
        <source>Send %Ln device(s) of %1 away?</source>
        <translation>
            <numerusform>Send %Ln device of %1 away?</numerusform>
            <numerusform>Send %Ln devices of %1 away?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Drain %1: send %Ln device(s) away</source>
        <translation>
            <numerusform>Drain %1: send %Ln device away</numerusform>
            <numerusform>Drain %1: send %Ln devices away</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::EventsPage</name>
    <message numerus="yes">
        <source>It hides %n event(s).</source>
        <translation>
            <numerusform>It hides %n event.</numerusform>
            <numerusform>It hides %n events.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::MainWindow</name>
    <message numerus="yes">
        <source>The checks found %n problem(s).</source>
        <translation>
            <numerusform>The checks found %n problem.</numerusform>
            <numerusform>The checks found %n problems.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Quit with %n device(s) connected?</source>
        <translation>
            <numerusform>Quit with %n device connected?</numerusform>
            <numerusform>Quit with %n devices connected?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Disconnect %n device(s) and quit</source>
        <translation>
            <numerusform>Disconnect %n device and quit</numerusform>
            <numerusform>Disconnect %n devices and quit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::NginxPanel</name>
    <message numerus="yes">
        <source>Stop nginx, and cut up to %n device(s)?</source>
        <translation>
            <numerusform>Stop nginx, and cut up to %n device?</numerusform>
            <numerusform>Stop nginx, and cut up to %n devices?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stop nginx: cut %n device(s)</source>
        <translation>
            <numerusform>Stop nginx: cut %n device</numerusform>
            <numerusform>Stop nginx: cut %n devices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::NginxPickPanel</name>
    <message numerus="yes">
        <source>Where %n device(s) connected now would go</source>
        <translation>
            <numerusform>Where %n device connected now would go</numerusform>
            <numerusform>Where %n devices connected now would go</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::NodeShare</name>
    <message numerus="yes">
        <source>The cluster: %n node(s)</source>
        <translation>
            <numerusform>The cluster: %n node</numerusform>
            <numerusform>The cluster: %n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The cluster: %1 of %n node(s) answer</source>
        <translation>
            <numerusform>The cluster: %1 of %n node answer</numerusform>
            <numerusform>The cluster: %1 of %n nodes answer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::OverviewPage</name>
    <message numerus="yes">
        <source>%n connection(s)</source>
        <translation>
            <numerusform>%n connection</numerusform>
            <numerusform>%n connections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Running: %n demo device(s), which report to this node and acknowledge commands.</source>
        <translation>
            <numerusform>Running: %n demo device, which report to this node and acknowledge commands.</numerusform>
            <numerusform>Running: %n demo devices, which report to this node and acknowledge commands.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::TableView</name>
    <message numerus="yes">
        <source>Copied %n row(s)</source>
        <translation>
            <numerusform>Copied %n row</numerusform>
            <numerusform>Copied %n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Wrote %n row(s) to %1</source>
        <translation>
            <numerusform>Wrote %n row to %1</numerusform>
            <numerusform>Wrote %n rows to %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::TroubleBanners</name>
    <message numerus="yes">
        <source>The node is draining: %Ln connection(s) left.</source>
        <translation>
            <numerusform>The node is draining: %Ln connection left.</numerusform>
            <numerusform>The node is draining: %Ln connections left.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Draining %1: %Ln connection(s) left.</source>
        <translation>
            <numerusform>Draining %1: %Ln connection left.</numerusform>
            <numerusform>Draining %1: %Ln connections left.</numerusform>
        </translation>
    </message>
</context>
</TS>
