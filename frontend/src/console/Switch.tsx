interface Props {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** On or off, at once. */
export function Switch({ label, isOn, onChange }: Props) {
  return (
    <label className="switch">
      <input type="checkbox" role="switch" checked={isOn} onChange={(event) => { onChange(event.target.checked); }} />
      <span className="switch-track" aria-hidden="true" />
      {label}
    </label>
  );
}
