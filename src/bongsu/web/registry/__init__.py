"""Touch-points (접점), the risk register (위험 대장) and the stakeholder register (이해관계자 대장)."""
